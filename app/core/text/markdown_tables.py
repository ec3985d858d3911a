r"""Tables in Markdown, as GFM has them, but for two things: a bar inside a formula is the formula's, and no cell is dropped.

GFM leaves out what a row has beyond its head. Here the last column takes it, bars included: `| a | b | c |` under a head
of two columns shows “a” and “b | c”. Formulas are those of mathematics.py; `\|` is a bar in words and in formulas alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from app.core.text.mathematics import end_of_formula

#: Cells that rows are filled up with, over a whole table: three bars a line would otherwise grow into gigabytes.
MOST_EMPTY = 65_536
_DELIMITERS = re.compile(r"[-:|][-:|\s]+")
_ALIGNMENT = re.compile(r"(:?)-+(:?)")
#: A bar, what may begin a formula, and signs that a backslash makes words of.
_SPECIAL = re.compile(r"\\[|$]|\\\\(?!\|)|[\\$|]")
_ALIGNED = {("", ""): "", (":", ""): "left", ("", ":"): "right", (":", ":"): "center"}


def install(md: MarkdownIt) -> None:
    """Put this rule in the place of the parser's own."""
    md.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})


def _table(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    """A head, a line of dashes, and the rows under it."""
    if first + 2 > last or state.sCount[first + 1] < state.blkIndent:
        return False
    aligned = _alignments(_line(state, first + 1))
    head = _line(state, first)
    if not aligned or "|" not in head:
        return False
    titles = cells(state.md, head)
    if len(titles) != len(aligned):
        return False
    if not silent:
        _push_table(state, first, last, titles, aligned)
    return True


def _push_table(state: StateBlock, first: int, last: int, titles: list[str], aligned: list[str]) -> None:
    before, state.parentType = state.parentType, "table"
    whole = [first, 0]
    state.push("table_open", "table", 1).map = whole
    state.push("thead_open", "thead", 1).map = [first, first + 1]
    _push_row(state, first, "th", titles, aligned)
    state.push("thead_close", "thead", -1)
    after = first + 2
    for row, line in _rows(state, after, last, len(aligned)):
        if line == first + 2:
            state.push("tbody_open", "tbody", 1).map = [line, last]
        _push_row(state, line, "td", row, aligned)
        after = line + 1
    if after > first + 2:
        state.push("tbody_close", "tbody", -1)
    state.push("table_close", "table", -1)
    whole[1] = state.line = after
    state.parentType = before


def _rows(state: StateBlock, line: int, last: int, columns: int) -> Iterator[tuple[list[str], int]]:
    """The rows with as many cells as there are columns, up to an empty line or another block."""
    others = state.md.block.ruler.getRules("blockquote")
    empty = 0
    while line < last and state.sCount[line] >= state.blkIndent and (text := _line(state, line)):
        if any(rule(state, line, last, True) for rule in others):
            return
        row = cells(state.md, text)
        empty += max(0, columns - len(row))
        if empty > MOST_EMPTY:
            return
        yield _fitted(row, columns), line
        line += 1


def _fitted(row: list[str], columns: int) -> list[str]:
    """As many cells as there are columns. Empty ones beyond them, as a spreadsheet leaves, say nothing."""
    while len(row) > columns and not row[-1]:
        del row[-1]
    if len(row) > columns:
        return [*row[: columns - 1], " | ".join(row[columns - 1 :])]
    return [*row, *[""] * (columns - len(row))]


def _push_row(state: StateBlock, line: int, tag: str, row: list[str], aligned: list[str]) -> None:
    state.push("tr_open", "tr", 1).map = [line, line + 1]
    for content, side in zip(row, aligned, strict=True):
        opened = state.push(f"{tag}_open", tag, 1)
        if side:
            opened.attrs = {"align": side}
        inline = state.push("inline", "", 0)
        inline.map, inline.content, inline.children = [line, line + 1], content, []
        state.push(f"{tag}_close", tag, -1)
    state.push("tr_close", "tr", -1)


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip()


def _alignments(line: str) -> list[str]:
    """How each column stands, by the line under the head; none if it is no such line."""
    # A dash and a space begin a list.
    if not _DELIMITERS.fullmatch(line) or re.match(r"-\s", line):
        return []
    parts = [part.strip() for part in line.removeprefix("|").removesuffix("|").split("|")]
    found = [_ALIGNMENT.fullmatch(part) for part in parts]
    return [_ALIGNED[each[1], each[2]] for each in found if each] if all(found) else []


def cells(md: MarkdownIt, line: str) -> list[str]:
    """The cells of a row. What stands empty at its very ends is the bar that opens or closes it."""
    state = StateInline(line, md, {}, [])
    found, begun, at = [], 0, 0
    while special := _SPECIAL.search(line, at):
        at = special.end()
        if special[0] == "|":
            found.append(line[begun : at - 1])
            begun = at
        elif special[0] in {"$", "\\"}:
            at = _end_of_formula(state, special.start()) or at
    found.append(line[begun:])
    if not found[0].strip():
        del found[0]
    if found and not found[-1].strip():
        del found[-1]
    return [each.strip().replace("\\|", "|") for each in found]


def _end_of_formula(state: StateInline, start: int) -> int | None:
    """Where the formula ends that begins here. Beside a bar a dollar may as well be a price's, or a name's: `|$a|$b|`."""
    line, end = state.src, end_of_formula(state, start)
    if end is not None and line[start] == "$" and not line.startswith("$$", start):
        opens_again = line[end - 2] == "|" and line[end : end + 1].isalnum()
        had_closed = line[start + 1] == "|" and line[:start][-1:].isalnum()
        if opens_again or had_closed:
            return None
    return end
