"""Calendar entries as RFC 5545 wants them, and RFC 5546 where they are sent as an invitation. Pure.

Lines end with CRLF and hold at most 75 octets; a longer one goes on in the next, which begins with a space. Times are
UTC, so that no time zone has to be described.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from unicodedata import category
from urllib.parse import quote

from app.core.signs import on_one_line, with_line_ends

#: Octets in a line, without its end.
LONGEST_LINE = 75

PRODUCT = "-//Learning networks//Workshops//EN"


class CalendarMethod(StrEnum):
    """What the calendar that reads it is to do."""

    #: Put it in, or renew it: addressed to one person who is invited.
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    #: Here it is; nobody is asked.
    PUBLISH = "PUBLISH"


@dataclass(frozen=True)
class Named:
    name: str
    email: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An event. `sequence` must rise with each change of time or place; `uid` never changes."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    text: str
    url: str
    organiser: Named
    place: str = ""
    #: Whom it is addressed to. Nobody else is named: a letter to one person lists no others.
    attendee: Named | None = None
    #: The ATTENDEE's PARTSTAT.
    answered: str = "NEEDS-ACTION"
    cancelled: bool = False
    #: It takes up somebody's time; a deadline does not.
    busy: bool = True


def as_calendar(method: CalendarMethod, entries: Iterable[Entry], at: datetime) -> str:
    """A calendar of these entries, written at this moment."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", f"METHOD:{method}"]
    for entry in entries:
        lines += _event(entry, at)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(entry: Entry, at: datetime) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escaped(entry.uid)}",
        f"SEQUENCE:{entry.sequence}",
        f"DTSTAMP:{_utc(at)}",
        f"DTSTART:{_utc(entry.starts_at)}",
        f"DTEND:{_utc(entry.ends_at)}",
        f"SUMMARY:{escaped(entry.title)}",
        f"DESCRIPTION:{escaped(entry.text)}",
        f"URL:{_address(entry.url)}",
        f"ORGANIZER{_person(entry.organiser)}",
    ]
    if entry.place:
        lines.append(f"LOCATION:{escaped(entry.place)}")
    if entry.attendee:
        # No answer by mail is asked for: nobody would read it. The letter and the page have the link to answer.
        asked = f";ROLE=REQ-PARTICIPANT;PARTSTAT={entry.answered};RSVP=FALSE"
        lines.append(f"ATTENDEE{asked}{_person(entry.attendee)}")
    lines.append(f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}")
    lines.append(f"TRANSP:{'OPAQUE' if entry.busy and not entry.cancelled else 'TRANSPARENT'}")
    lines.append("END:VEVENT")
    return lines


def escaped(text: str) -> str:
    """A value of type TEXT: no line end and no separator of the format stays as it was."""
    kept = "".join(sign for sign in with_line_ends(text) if sign == "\n" or _is_text(sign))
    for sign in ("\\", ";", ","):
        kept = kept.replace(sign, f"\\{sign}")
    return kept.replace("\n", "\\n")


def folded(line: str) -> str:
    """The line broken where the format wants it, never inside a character."""
    parts: list[str] = []
    held, octets = "", 0
    for sign in line:
        size = len(sign.encode())
        if octets + size > LONGEST_LINE:
            parts.append(held)
            held, octets = " ", 1
        held += sign
        octets += size
    return "\r\n".join([*parts, held])


def _person(person: Named) -> str:
    # A quoted parameter may hold everything but quotation marks and control characters.
    name = "".join(sign for sign in on_one_line(person.name).strip().replace('"', "'") if _is_text(sign))
    return f';CN="{name}":mailto:{quote(person.email, safe="@+.-_")}'


def _address(url: str) -> str:
    """A value of type URI is not escaped; what could end the line is taken out."""
    return "".join(sign for sign in url if _is_text(sign) and not sign.isspace())


def _is_text(sign: str) -> bool:
    """Whether it is neither a control character, nor a line or paragraph separator, nor half of a character."""
    return category(sign) not in {"Cc", "Zl", "Zp", "Cs"}


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
