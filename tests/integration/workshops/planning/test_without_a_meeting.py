"""A workshop that nobody meets in: nobody is asked to come, and nothing speaks of a meeting that there is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.core.db import db
from app.core.errors import Refused
from app.core.mail import Letter
from app.workshops.models import Answer, Workshop
from app.workshops.participants.services.invitations import answer
from app.workshops.room.services.moves import step
from tests.factories.boards import a_card, at, loaded
from tests.factories.workshops import a_workshop
from tests.people import World

OF_A_MEETING = ("Can you come", "cannot come", "could not come", "fter the meeting", "those who were there", "The call")


def a_delphi(world: World, *verbs: str) -> Workshop:
    made = loaded(a_workshop(world, template="delphi", starts_at=None, call_url="https://call.example"))
    for verb in ("schedule", *verbs):
        step(world.actor("marek"), made, verb)
        if verb == "open_collecting":
            a_card(world, made)
    db.session.commit()
    return loaded(made)


@pytest.mark.parametrize(
    ("verbs", "pages"),
    [
        ((), ("",)),
        (("open_collecting",), ("", "/room")),
        (("open_collecting", "catch_up"), ("", "/board", "/write-up")),
    ],
)
def test_its_pages_speak_of_no_meeting(world: World, as_: Any, verbs: tuple[str, ...], pages: tuple[str, ...]) -> None:
    room = a_delphi(world, *verbs)
    for name in ("amina", "marek"):
        for page in pages:
            text = as_(name).get(at(room) + page).text
            assert [words for words in OF_A_MEETING if words in text] == []
    assert "in their own time" in as_("amina").get(at(room)).text


def test_its_letters_ask_nobody_to_come(world: World, run_outbox: Callable[[], int], mailbox: list[Letter]) -> None:
    a_delphi(world, "open_collecting")
    run_outbox()
    theirs = [letter for letter in mailbox if letter.to.startswith("amina")]
    assert len(theirs) == 2
    for letter in theirs:
        for said in (letter.text, letter.html or ""):
            assert [words for words in OF_A_MEETING if words in said] == []
            assert "/workshops/answer/" not in said
    assert "before the board opens to everybody" in theirs[1].text


def test_there_is_nothing_to_answer(world: World) -> None:
    room = a_delphi(world)
    with pytest.raises(Refused, match="no meeting to answer for"):
        answer(world.actor("amina"), room, Answer.YES)
