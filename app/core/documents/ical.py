"""Calendar entries as RFC 5545 wants them, and RFC 5546 where they are sent as an invitation. Pure.

A library writes them. Times are UTC, so that no time zone has to be described.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Any
from unicodedata import category
from urllib.parse import quote

from app.core.text.signs import with_line_ends

if TYPE_CHECKING:
    from icalendar import Event, vCalAddress

PRODUCT = "-//Learning networks//Workshops//EN"

_IN_AN_ADDRESS = "%:/?#[]@!$&'()*+,;=~"
_IN_A_NAME = str.maketrans({'"': "'", "\\": "/"})


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
    made = _library().Calendar()
    for name, value in (("VERSION", "2.0"), ("PRODID", PRODUCT), ("CALSCALE", "GREGORIAN"), ("METHOD", method.value)):
        made.add(name, value)
    for entry in entries:
        made.add_component(_event(entry, at))
    written: bytes = made.to_ical()
    return written.decode()


def _library() -> Any:
    # Read at the first use: it takes 7 MiB and a tenth of a second, and most processes never write a calendar.
    return import_module("icalendar")


def _event(entry: Entry, at: datetime) -> Event:
    made: Event = _library().Event()
    made.add("UID", _plain(entry.uid))
    made.add("SEQUENCE", entry.sequence)
    made.add("DTSTAMP", at.astimezone(UTC))
    made.add("DTSTART", entry.starts_at.astimezone(UTC))
    made.add("DTEND", entry.ends_at.astimezone(UTC))
    made.add("SUMMARY", _plain(entry.title))
    made.add("DESCRIPTION", _plain(entry.text))
    # A value of type URI is not escaped: what an address may not hold is written in per cent.
    made.add("URL", quote(entry.url, safe=_IN_AN_ADDRESS, errors="replace"))
    made.add("ORGANIZER", _person(entry.organiser))
    if entry.place:
        made.add("LOCATION", _plain(entry.place))
    if entry.attendee:
        # No answer by mail is asked for: nobody would read it. The letter and the page have the link to answer.
        made.add("ATTENDEE", _person(entry.attendee, ROLE="REQ-PARTICIPANT", PARTSTAT=entry.answered, RSVP="FALSE"))
    made.add("STATUS", "CANCELLED" if entry.cancelled else "CONFIRMED")
    made.add("TRANSP", "OPAQUE" if entry.busy and not entry.cancelled else "TRANSPARENT")
    return made


def _person(person: Named, **asked: str) -> vCalAddress:
    made: vCalAddress = _library().vCalAddress(f"mailto:{quote(person.email, safe='@+.-_', errors='replace')}")
    # Quotation marks have a form of their own in a parameter (RFC 6868), which many calendars show as it is written. A
    # backslash is none of the format's signs there, but readers take it for one.
    name = " ".join(_plain(person.name).translate(_IN_A_NAME).split())
    made.params.update({"CN": name} | asked)
    return made


def _plain(text: str) -> str:
    """One kind of line end, and nothing that a reader may take for one or that is no text.

    The library lets such signs through, and then a reader of what it wrote loses the property.
    """
    return "".join(
        sign for sign in with_line_ends(text) if sign == "\n" or category(sign) not in {"Cc", "Zl", "Zp", "Cs"}
    )
