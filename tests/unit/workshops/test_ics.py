"""Calendar entries keep to the letter of RFC 5545, whatever is written into them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.core.clock import LONDON
from app.workshops.ics import CalendarMethod, Entry, Named, as_calendar, escaped, folded

AT = datetime(2018, 7, 20, 12, 0, tzinfo=UTC)


def an_entry(**more: Any) -> Entry:
    starts = datetime(2018, 7, 27, 19, 30, tzinfo=LONDON)
    values: dict[str, Any] = {
        "uid": "workshop-1@learning-networks.invalid",
        "sequence": 2,
        "starts_at": starts,
        "ends_at": starts + timedelta(minutes=60),
        "title": "What is tricky?",
        "text": "Purpose; first, second\nThird",
        "url": "https://networks.example.org/networks/s215/workshops/1",
        "organiser": Named("Marek", "networks@example.org"),
    }
    return Entry(**(values | more))


def lines_of(text: str) -> list[str]:
    """The content lines, unfolded as a reader of the format would."""
    return text.replace("\r\n ", "").split("\r\n")


def test_an_entry_in_british_summer_time_is_written_in_utc() -> None:
    lines = lines_of(as_calendar(CalendarMethod.REQUEST, [an_entry()], AT))
    assert "DTSTART:20180727T183000Z" in lines
    assert "DTEND:20180727T193000Z" in lines
    assert "DTSTAMP:20180720T120000Z" in lines
    assert {"METHOD:REQUEST", "SEQUENCE:2", "STATUS:CONFIRMED"} <= set(lines)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]


def test_a_cancellation_takes_up_nobodys_time() -> None:
    lines = lines_of(as_calendar(CalendarMethod.CANCEL, [an_entry(cancelled=True)], AT))
    assert {"METHOD:CANCEL", "STATUS:CANCELLED", "TRANSP:TRANSPARENT"} <= set(lines)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a, b; c", "a\\, b\\; c"),
        ("back\\slash", "back\\\\slash"),
        ("one\r\ntwo\rthree\nfour", "one\\ntwo\\nthree\\nfour"),
        ("bell\x07 and\x00 nul", "bell and nul"),
        ("\\n is not a line end", "\\\\n is not a line end"),
    ],
)
def test_no_sign_of_the_format_gets_through(text: str, value: str) -> None:
    assert escaped(text) == value


@pytest.mark.parametrize("sign", ["x", "é", "€", "😀"])
def test_lines_are_folded_at_75_octets_and_never_inside_a_character(sign: str) -> None:
    line = "DESCRIPTION:" + sign * 400
    written = folded(line)
    assert all(len(part.encode()) <= 75 for part in written.split("\r\n"))
    assert all(part.startswith(" ") for part in written.split("\r\n")[1:])
    assert written.replace("\r\n ", "") == line


def test_a_title_cannot_add_a_line() -> None:
    nasty = "x\r\nATTENDEE:mailto:spy@example.org\u2028END:VEVENT"
    written = as_calendar(CalendarMethod.REQUEST, [an_entry(title=nasty, text=nasty, place=nasty, url=nasty)], AT)
    assert not [line for line in lines_of(written) if line.startswith("ATTENDEE")]
    assert lines_of(written).count("END:VEVENT") == 1


def test_a_name_stays_within_its_quotation_marks() -> None:
    nasty = Named('Ada "Bug";ROLE=CHAIR:\n', "ada+x@example.org\r\nX:y")
    lines = lines_of(as_calendar(CalendarMethod.REQUEST, [an_entry(attendee=nasty)], AT))
    attendee = next(line for line in lines if line.startswith("ATTENDEE"))
    assert attendee.endswith(";CN=\"Ada 'Bug';ROLE=CHAIR:\":mailto:ada+x@example.org%0D%0AX%3Ay")
    assert "RSVP=FALSE" in attendee
