"""A table as it is pasted or uploaded: from a spreadsheet, a web page, a document, or as CSV."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from app.core.text.signs import compared, on_one_line, stated

#: What separates cells, the surest first: nobody types a tab by accident, and a comma stands in many a title.
_SEPARATORS = ("\t", "|", ";", ",")
_NOT_A_LINE = re.compile(r"[\s|:+=-]*")
#: A table of a spreadsheet pasted whole has no more; what a browser sends is bounded already.
_WIDEST = 60
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
    text = compared(text.removeprefix("\ufeff")).replace("\0", "")
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


def _sound(text: str, separator: str) -> str:
    """A quotation mark that nothing closes would swallow every row after it: then marks are letters like others."""
    opened = re.findall(rf'(?:^|{re.escape(separator)})[ ]*"', text, re.MULTILINE)
    closed = re.findall(rf'"[ ]*(?:$|{re.escape(separator)})', text, re.MULTILINE)
    return text if len(opened) == len(closed) and text.count('"') % 2 == 0 else text.replace('"', "”")


def _without_empty_end(cells: tuple[str, ...]) -> tuple[str, ...]:
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]
