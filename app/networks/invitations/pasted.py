"""A list of people as it was pasted or saved: by a mail program, a spreadsheet, a web page or by hand. Pure.

Each line is read by itself: one that cannot be read costs nobody else their place. What is in doubt is said, not guessed.
It is no table, whose rows have one separator and as many cells: only what a cell is, is the same (pasted_table).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from app.core.documents.pasted_table import INSIDE, whole_lines
from app.core.errors import Invalid
from app.core.language.spoken import gettext, lazy_gettext
from app.core.text import addresses
from app.core.text.signs import compared
from app.networks.invitations import names
from app.networks.invitations.cells import MOST_LINES, Written, people_in
from app.networks.invitations.columns import Columns
from app.networks.models import Role

LONGEST_NAME = 120
NO_ADDRESS = lazy_gettext("There is no e-mail address in this line.")

_GAPS = re.compile(r"[^\S\t\n]+")
#: What a list or the head of a letter puts before its entries: bullets, dashes, numbers, "To:".
_BULLET = re.compile(r"\s*(?:[•‣◦▪●○·∙*►▶➢✓–—-]+|\(?\d{1,4}[.)]|(?:to|cc|bcc|from)\s?:)\s*(?=\S)", re.IGNORECASE)
#: How a spreadsheet names its separator before the heads.
_SEPARATOR_LINE = re.compile(r"\s*sep=.\s*", re.IGNORECASE)


@dataclass(frozen=True)
class ListEntry:
    """One person of the list, or a line that names none. Sound if there is no fault."""

    #: As the text's lines are counted, from 1.
    line: int
    #: What was read, as it stands there.
    text: str
    #: As it would be stored; "" where there is a fault.
    email: str = ""
    name: str = ""
    #: As the list says it; None where it says nothing that is understood.
    role: Role | None = None
    fault: str = ""
    #: What may have been meant otherwise, in sentences.
    doubts: tuple[str, ...] = ()


def read(text: str) -> list[ListEntry]:
    """Everybody in this text, in its order, and each line that could not be read. Empty lines are nothing.

    Of a text with more than a list may hold, what is beyond is not read: more than MOST_LINES entries say so.
    """
    found: list[ListEntry] = []
    columns: Columns | None = None
    above: ListEntry | None = None
    for number, line in _lines(text):
        if len(found) > MOST_LINES:
            break
        if (heads := Columns.headed_by(line)) is not None:
            columns, above = heads, None
            continue
        here = [_entry(number, each) for each in (columns.people_in(line) if columns else people_in(line))]
        if above and len(here) == 1 and _lacks_name(here[0]):
            doubt = gettext("The name stands in line %(line)s, above the address.", line=above.line)
            found[-1:], above = [replace(here[0], name=names.nice(above.text), doubts=(doubt,))], None
            continue
        found += here
        above = here[0] if not columns and len(here) == 1 and _is_mere_name(here[0]) else None
    return found


def entries_of(text: str) -> list[ListEntry]:
    """The list as it is read, which asks the database nothing. Invalid for one of too many lines."""
    entries = read(text)
    if len(entries) > MOST_LINES:
        fault = gettext(
            "At most %(most_lines)s lines are read at once, and these are more: please paste them in parts.",
            most_lines=f"{MOST_LINES:,}",
        )
        raise Invalid(gettext("Nobody can be invited yet."), {"pasted": [fault]})
    return entries


def remaining(text: str, wanted: Iterable[ListEntry]) -> str:
    """Of this text the lines of the wanted entries, below the heads of their table; of a line with several people, theirs."""
    lines = dict(whole_lines(text))
    heads = [number for number, line in lines.items() if Columns.headed_by(line) is not None]
    many = Counter(entry.line for entry in read(text))
    kept: list[str] = []
    below = 0
    for entry in sorted(wanted, key=lambda each: each.line):
        behind = bisect_left(heads, entry.line)
        above = heads[behind - 1] if behind else 0
        if above > below:
            kept.append(lines[above])
            below = above
        kept.append(lines[entry.line] if many[entry.line] == 1 else entry.text)
    return "\n".join(kept).replace(INSIDE, "\n")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, written in whole_lines(compared(text)):
        line = _GAPS.sub(" ", written)
        if line.strip() and not _SEPARATOR_LINE.fullmatch(line):
            bullet = _BULLET.match(line)
            yield number, line[bullet.end() :] if bullet else line


def _entry(number: int, said: Written) -> ListEntry:
    text = " ".join(said.text.split())
    if not said.address:
        return ListEntry(number, text, fault=NO_ADDRESS)
    try:
        email = addresses.usable(said.address)
    except addresses.Unusable as fault:
        return ListEntry(number, text, fault=str(fault))
    if len(said.name) > LONGEST_NAME:
        return ListEntry(number, text, fault=f"The name is longer than {LONGEST_NAME} characters.")
    doubts = [gettext("“%(each)s” is no role here.", each=each) for each in said.rest[:1]]
    if not said.name:
        doubts.append(_NAME_OF_ADDRESS)
    return ListEntry(number, text, email, said.name or names.of_address(email), said.role, doubts=tuple(doubts))


_NAME_OF_ADDRESS = lazy_gettext("There is no name; this one is made of the address.")


def _lacks_name(entry: ListEntry) -> bool:
    return _NAME_OF_ADDRESS in entry.doubts and len(entry.doubts) == 1


def _is_mere_name(entry: ListEntry) -> bool:
    """A line with two to five words that all begin as names do, above an address that has none."""
    words = entry.text.replace(",", " ").split()
    whole = entry.fault == NO_ADDRESS and names.is_word(entry.text) and not entry.text.endswith((":", ".", "!", "?"))
    return whole and 2 <= len(words) <= 5 and words[0][:1].isupper() and words[-1][:1].isupper()
