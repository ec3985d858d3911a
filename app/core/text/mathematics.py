r"""Mathematics and chemistry in Markdown: rules that keep TeX as it was typed.

`\(…\)` and `$…$` stand in a line, `\[…\]` and `$$…$$` on their own, and `\ce{…}` or `\pu{…}` (mhchem) may stand
bare. Each becomes an element of class "arithmatex" that holds the source between `\( \)` or `\[ \]`; the
browser's KaTeX does the rest. A dollar opens mathematics only where a word does not begin with a price:
no space after the first, none before the second, no digit after it, so "$5 and $6" stays money.

Every rule reads each character a fixed number of times, whatever is typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

LONGEST_FORMULA = 5_000
#: A browser draws each level of a formula as some seven elements inside each other, and some hundred and sixty levels end
#: its tab, for every reader of the page. A formula that is deeper than this stands as its source. Printed ones have five.
DEEPEST_FORMULA = 20
#: After so many braces left open in one paragraph the rest of it is not searched for chemistry.
MOST_UNCLOSED = 50
_CHEMISTRY = re.compile(r"\\(?:ce|pu)\{")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_LEVEL = re.compile(r"\\(?P<down>left|begin)(?![A-Za-z])|\\(?P<up>right|end)(?![A-Za-z])|\\.|[{}]", re.DOTALL)
_BETWEEN = {"\\(": "\\)", "\\[": "\\]", "$$": "$$"}
_OWN_LINE = {"\\[": "\\]", "$$": "$$"}
#: Isotopes, charges, powers: ^13^C, Ca^2+^, 10^-3^, H~2~O. Words and spaces are not raised or lowered.
_RAISED = re.compile(r"\^([+\-−⁺⁻]?[A-Za-z0-9]{0,10}[+\-−]?)\^(?![0-9])")
_LOWERED = re.compile(r"~([+\-−]?[A-Za-z0-9]{0,10}[+\-−]?)~(?!~)")


def install(md: MarkdownIt) -> None:
    """Teach the parser mathematics, raised and lowered letters."""
    md.block.ruler.before("fence", "own_line_mathematics", _own_line, {"alt": ["paragraph", "blockquote", "list"]})
    md.inline.ruler.before("escape", "mathematics", _delimited)
    md.inline.ruler.before("escape", "dollar_mathematics", _between_dollars)
    md.inline.ruler.before("escape", "chemistry", _bare_chemistry)
    md.inline.ruler.before("strikethrough", "raised", _shifted("^", _RAISED, "sup"))
    md.inline.ruler.before("strikethrough", "lowered", _shifted("~", _LOWERED, "sub"))
    for mark in "$^~":
        md.inline.add_terminator_char(mark)
    md.add_render_rule("formula", _show_in_line)
    md.add_render_rule("own_line_formula", _show_on_own_line)


def end_of_formula(state: StateInline, start: int) -> int | None:
    """Where the formula ends that begins at `start`; None if none does."""
    state.pos = start
    return state.pos if any(rule(state, True) for rule in (_delimited, _between_dollars, _bare_chemistry)) else None


def _delimited(state: StateInline, silent: bool) -> bool:
    r"""`\(…\)`, and `\[…\]` or `$$…$$` inside a paragraph."""
    opening = state.src[state.pos : state.pos + 2]
    closing = _BETWEEN.get(opening)
    if closing is None:
        return False
    end = _find(state, closing, state.pos + 2)
    if end < 0 or not (tex := state.src[state.pos + 2 : end]).strip():
        return False
    return _push(state, end + 2, tex, silent=silent, wide=opening != "\\(")


def _between_dollars(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src[start] != "$" or start + 2 >= state.posMax or state.src[start + 1] in " \t\n$":
        return False
    # Only the very next dollar can close; looking further would read the rest again for each price.
    end = _find(state, "$", start + 1)
    if end < 0 or state.src[end - 1] in " \t\n\\" or state.src[end + 1 : end + 2].isdigit():
        return False
    return _push(state, end + 1, state.src[start + 1 : end], silent=silent)


def _bare_chemistry(state: StateInline, silent: bool) -> bool:
    r"""`\ce{H2O}` outside of any delimiters."""
    if state.src[state.pos] != "\\" or not (opening := _CHEMISTRY.match(state.src, state.pos, state.posMax)):
        return False
    notes, depth = _notes(state), 1
    if notes.get(("unclosed", 0), 0) > MOST_UNCLOSED:
        return False
    for brace in _BRACE.finditer(state.src, opening.end(), min(state.posMax, opening.end() + LONGEST_FORMULA // 5)):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return _push(state, brace.end(), state.src[state.pos : brace.end()], silent=silent)
    notes["unclosed", 0] = notes.get(("unclosed", 0), 0) + 1
    return False


def _shifted(mark: str, pattern: re.Pattern[str], tag: str) -> Callable[[StateInline, bool], bool]:
    def rule(state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] != mark or state.src[state.pos - 1 : state.pos] == mark:
            return False
        found = pattern.match(state.src, state.pos, state.posMax)
        if found is None or not found[1]:
            return False
        if not silent:
            state.push(f"{tag}_open", tag, 1)
            state.push("text", "", 0).content = found[1]
            state.push(f"{tag}_close", tag, -1)
        state.pos = found.end()
        return True

    return rule


def _find(state: StateInline, closing: str, start: int) -> int:
    """Where `closing` stands next within a formula's length, or -1; what is nowhere ahead is looked for once."""
    absent = _notes(state)
    sought = (closing, state.posMax)
    if start >= absent.get(sought, state.posMax):
        return -1
    end = state.src.find(closing, start, state.posMax)
    if end < 0:
        absent[sought] = start
    return end if end - start <= LONGEST_FORMULA else -1


def _notes(state: StateInline) -> dict[tuple[str, int], int]:
    """What is known already about this paragraph."""
    if state.env.get("notes_on") is not state.src:
        state.env["notes_on"], state.env["notes"] = state.src, {}
    return state.env["notes"]  # type: ignore[no-any-return]


def _push(state: StateInline, end: int, tex: str, *, silent: bool, wide: bool = False) -> bool:
    if not silent and is_too_deep(tex):
        state.push("code_inline", "code", 0).content = state.src[state.pos : end]
    elif not silent:
        state.push("formula", "span", 0).content = f"\\[{tex}\\]" if wide else f"\\({tex}\\)"
    state.pos = end
    return True


def is_too_deep(tex: str) -> bool:
    """Whether a browser could choke on it: groups, brackets and environments inside each other, beyond DEEPEST_FORMULA."""
    depth = deepest = 0
    for found in _LEVEL.finditer(tex):
        if found["down"] or found[0] == "{":
            depth += 1
        elif found["up"] or found[0] == "}":
            depth -= 1
        deepest = max(deepest, depth)
    return deepest > DEEPEST_FORMULA


def _own_line(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    r"""Lines from one that begins with `\[` or `$$` to one that ends with its counterpart, blank lines excepted."""
    start = state.bMarks[first] + state.tShift[first]
    opening = state.src[start : start + 2]
    closing = _OWN_LINE.get(opening)
    if closing is None or first < state.env.get("no_end_before", 0):
        return False
    for line in range(first, last):
        text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()
        if not text or state.sCount[line] < state.blkIndent:
            break
        if line == first and closing in text[2:-2]:
            break  # a formula and more words, or two formulas: a paragraph
        if text.endswith(closing) and (line > first or len(text) >= 4):
            if not _tex_of(state, first, line + 1, opening)[1].strip():
                break
            if not silent:
                _push_block(state, first, line + 1, opening)
            return True
    else:
        line = last
    state.env["no_end_before"] = line
    return False


def _tex_of(state: StateBlock, first: int, after: int, opening: str) -> tuple[str, str]:
    """The lines as they were typed, and what stands between the marks."""
    text = state.getLines(first, after, state.blkIndent, False).strip()
    return text, text.removeprefix(opening)[:-2]


def _push_block(state: StateBlock, first: int, after: int, opening: str) -> None:
    text, tex = _tex_of(state, first, after, opening)
    token = state.push("code_block" if is_too_deep(tex) else "own_line_formula", "div", 0)
    token.content = text if token.type == "code_block" else f"\\[{tex}\\]"
    token.map = [first, after]
    state.line = after


def _show_in_line(_self: RendererHTML, tokens: list[Token], at: int, *_rest: object) -> str:
    return f'<span class="arithmatex">{escapeHtml(tokens[at].content)}</span>'


def _show_on_own_line(_self: RendererHTML, tokens: list[Token], at: int, *_rest: object) -> str:
    return f'<div class="arithmatex">{escapeHtml(tokens[at].content)}</div>\n'
