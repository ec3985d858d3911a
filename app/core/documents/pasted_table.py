"""A table as it is pasted or uploaded: from a spreadsheet, a web page, a document, or as CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from app.core.text.signs import compared, on_one_line, stated, with_line_ends

#: What separates cells, the surest first: nobody types a tab by accident, and a comma stands in many a title.
_SEPARATORS = ("\t", "|", ";", ",")
_NOT_A_LINE = re.compile(r"[\s|:+=-]*")
#: A table of a spreadsheet pasted whole has no more; what a browser sends is bounded already.
_WIDEST = 60
#: Stands for a line end inside of a cell; no text holds it, once its line ends are of one kind.
INSIDE = "\v"
#: The module's own limit is a sixteenth of what a form may hold.
csv.field_size_limit(2_000_000)


@dataclass(frozen=True)
class PastedRow:
    #: As an editor counts, from 1: where the row begins.
    line: int
    #: Without space around them, each on one line.
    cells: tuple[str, ...]

    def __getitem__(self, index: int) -> str:
        """The cell there; "" where the row is shorter."""
        return self.cells[index] if index < len(self.cells) else ""


def pasted_rows(text: str) -> list[PastedRow]:
    """The rows that hold anything, in their order. What separates cells is read off the text: tabs, bars, semicolons or
    commas. Quotation marks keep a separator or a line end inside a cell, as every spreadsheet writes it.
    """
    text = with_line_ends(compared(text.removeprefix("\ufeff")).replace("\0", ""))
    separator = _separator(text)
    found: list[PastedRow] = []
    reader = csv.reader(io.StringIO(_sound(text, separator), newline=""), delimiter=separator, skipinitialspace=True)
    begins = 1
    for row in reader:
        cells = tuple(on_one_line(stated(cell)).strip() for cell in row[:_WIDEST])
        if separator == "|":
            cells = cells[1 if cells and not cells[0] else 0 :]
        if any(cells) and not all(_NOT_A_LINE.fullmatch(cell) for cell in cells):
            found.append(PastedRow(begins, _without_empty_end(cells)))
        begins = reader.line_num + 1
    return found


def _separator(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    for separator in _SEPARATORS[:-1]:
        with_it = sum(separator in line for line in lines)
        if with_it and (separator == "\t" or with_it * 2 > len(lines)):
            return separator
    return ","


def whole_lines(text: str) -> Iterator[tuple[int, str]]:
    """Each line with its number, as an editor counts from 1, for readers of lists that are no tables.

    A cell that a spreadsheet puts in quotation marks, since a line ends inside it, stands on one line, with INSIDE for that
    end. One that holds two addresses is no cell but people, each on a line, between marks that have gone astray.
    """
    number = 1
    for line in _quoted("".join(_SEPARATORS)).sub(_on_one_line, with_line_ends(text)).split("\n"):
        yield number, line
        number += 1 + line.count(INSIDE)


def _on_one_line(cell: re.Match[str]) -> str:
    return cell[0].replace("\n", INSIDE) if cell[0].count("@") < 2 else cell[0]


@cache
def _quoted(separators: str) -> re.Pattern[str]:
    """A cell in quotation marks, in which each mark is doubled. It never goes back in what it took, and where it takes one
    cell's beginning for a doubled mark, that beginning opens nothing: so a text full of marks is read once.
    """
    sign = f"[{re.escape(separators)}]"
    return re.compile(rf'(?:^|(?<={sign}))[ ]*+"(?:[^"]++|"")*+"(?=[ ]*+(?:$|{sign}))', re.MULTILINE)


def _sound(text: str, separator: str) -> str:
    """A quotation mark that nothing closes would swallow every row after it: outside of quoted cells marks are letters."""
    parts, begin = [], 0
    for cell in _quoted(separator).finditer(text):
        parts += [text[begin : cell.start()].replace('"', "”"), cell[0]]
        begin = cell.end()
    return "".join([*parts, text[begin:].replace('"', "”")])


def _without_empty_end(cells: tuple[str, ...]) -> tuple[str, ...]:
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]
