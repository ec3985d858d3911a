"""A calendar file as two readers of RFC 5545 understand it: the library that wrote it, and one of other authors."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import icalendar
import vobject


def lines_in(text: str) -> list[str]:
    """The content lines, unfolded."""
    return text.replace("\r\n ", "").split("\r\n")


def entries_in(text: str) -> list[dict[str, str]]:
    """Each entry as property name → value, with the calendar's METHOD and the attendee's parameters.

    An AssertionError where the two readers differ, or where one of them found something wrong.
    """
    [read] = icalendar.Calendar.from_ical(text, multiple=True)
    other = vobject.readOne(text)
    other.validate(raiseException=True)
    assert read.errors == []
    assert str(read["METHOD"]) == other.method.value
    pairs = zip(read.walk("VEVENT"), other.vevent_list, strict=True)
    return [{"METHOD": str(read["METHOD"])} | _entry(one, same) for one, same in pairs]


def entry_in(text: str) -> dict[str, str]:
    """The only entry."""
    [found] = entries_in(text)
    return found


def _entry(one: Any, same: Any) -> dict[str, str]:
    assert one.errors == []
    found = {name: _said(value) for name, value in one.items()}
    assert found == {each.name: _seen(each.value) for each in same.getChildren()}
    if "ATTENDEE" in one:
        found |= {name: str(value) for name, value in one["ATTENDEE"].params.items()}
    return found


def _said(value: Any) -> str:
    return _moment(value.dt) if hasattr(value, "dt") else str(value)


def _seen(value: Any) -> str:
    return _moment(value) if isinstance(value, datetime) else str(value)


def _moment(moment: datetime) -> str:
    assert moment.utcoffset() is not None
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
