"""Calendar entries are read back as they were meant, by two readers of RFC 5545, whatever is written into them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.core.clock import LONDON
from app.core.documents.ical import CalendarMethod, Entry, Named, as_calendar
from app.core.text.signs import with_line_ends
from tests.calendars import entry_in, lines_in

AT = datetime(2018, 7, 20, 12, 0, tzinfo=UTC)
#: Control characters, separators of lines and paragraphs, halves of characters.
NO_TEXT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
NASTY = 'x\r\nATTENDEE:mailto:spy@example.org\u2028END:VEVENT\x07\x00 "a", b; c\\n\\ ^n \r'


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


def written(entry: Entry, method: CalendarMethod = CalendarMethod.REQUEST) -> str:
    return as_calendar(method, [entry], AT)


def test_an_entry_in_british_summer_time_is_written_in_utc() -> None:
    text = written(an_entry())
    read = entry_in(text)
    assert (read["DTSTART"], read["DTEND"], read["DTSTAMP"]) == (
        "20180727T183000Z",
        "20180727T193000Z",
        "20180720T120000Z",
    )
    assert (read["METHOD"], read["SEQUENCE"], read["STATUS"], read["TRANSP"]) == ("REQUEST", "2", "CONFIRMED", "OPAQUE")
    assert lines_in(text)[0] == "BEGIN:VCALENDAR"
    assert lines_in(text)[-2:] == ["END:VCALENDAR", ""]


def test_a_cancellation_takes_up_nobodys_time() -> None:
    read = entry_in(written(an_entry(cancelled=True), CalendarMethod.CANCEL))
    assert (read["METHOD"], read["STATUS"], read["TRANSP"]) == ("CANCEL", "CANCELLED", "TRANSPARENT")


def test_a_deadline_takes_up_nobodys_time() -> None:
    assert entry_in(written(an_entry(busy=False)))["TRANSP"] == "TRANSPARENT"


@given(st.text(max_size=200))
@example(NASTY)
@example("😀€" * 60)
@example("ends in a backslash\\")
@example("half of a character: \ud83d")
def test_whatever_is_written_both_readers_find_one_entry_with_the_same_words(words: str) -> None:
    text = written(an_entry(title=words, text=words, place=words, attendee=Named(words, "ada@example.org")))
    read = entry_in(text)
    said = NO_TEXT.sub("", with_line_ends(words))
    assert read["SUMMARY"] == read["DESCRIPTION"] == said
    assert read.get("LOCATION", "") == said
    assert read["ATTENDEE"] == "mailto:ada@example.org"
    assert read["CN"] == " ".join(said.split()).replace('"', "'").replace("\\", "/")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


@pytest.mark.parametrize("sign", ["x", "é", "€", "😀"])
def test_lines_are_folded_at_75_octets_and_never_inside_a_character(sign: str) -> None:
    parts = written(an_entry(text=sign * 400)).encode().split(b"\r\n")
    assert all(len(part) <= 75 for part in parts)
    assert all(part.decode() for part in parts if part)


def test_an_address_cannot_end_its_line() -> None:
    nasty = Named('Ada "Bug";ROLE=CHAIR:\n', "ada+x@example.org\r\nX:y")
    read = entry_in(written(an_entry(attendee=nasty, url=f"https://example.org/{NASTY}")))
    assert read["ATTENDEE"] == "mailto:ada+x@example.org%0D%0AX%3Ay"
    assert (read["CN"], read["ROLE"], read["RSVP"]) == ("Ada 'Bug';ROLE=CHAIR:", "REQ-PARTICIPANT", "FALSE")
    assert read["URL"].startswith("https://example.org/x%0D%0AATTENDEE:mailto:spy@example.org%E2%80%A8END:VEVENT%07%00")
