"""Flagging a post, and the moderators' queue."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.db import db
from app.forums.flags.models import Flag, FlagNote, Handling
from tests.client import StrictClient
from tests.integration.forums.conftest import Talk

As = Callable[[str | None], StrictClient]
QUEUE = "/networks/s215/flags"


@pytest.fixture
def flagged(as_: As, talk: Talk) -> Flag:
    form = {"concern": "student", "words": "The script has a number on it."}
    assert as_("amina").post(talk.post_url(talk.answer_id, "flag"), form).status == 303
    return db.session.query(Flag).one()


def test_a_flag_waits_on_the_desk_until_it_is_settled(as_: As, flagged: Flag) -> None:
    marek = as_("marek")
    assert marek.get("/desk").find_all("a", href=QUEUE)
    page = marek.get(QUEUE)
    for words in (
        "A student can be known by it.",
        "The script has a number on it.",
        "Asked by Amina",
        "Written by Ben",
    ):
        assert words in page.text
    assert marek.post(f"{QUEUE}/{flagged.id}/take").status == 303
    assert "In hand: Marek" in marek.get(QUEUE).text
    assert marek.post(f"{QUEUE}/{flagged.id}/note", {"note": "Asked Ben to cover it."}).status == 303
    assert marek.post(f"{QUEUE}/{flagged.id}/settle", {"note": " "}).status == 422
    assert marek.post(f"{QUEUE}/{flagged.id}/settle", {"note": "He did."}).status == 303
    assert flagged.state is Handling.SETTLED
    assert "Nothing waits here" in marek.get(QUEUE).text
    settled = marek.get(f"{QUEUE}?show=settled").text
    assert "Asked Ben to cover it." in settled
    assert not marek.get("/desk").find_all("a", href=QUEUE)
    assert marek.post(f"{QUEUE}/{flagged.id}/settle", {"note": "Again."}).status == 403
    assert marek.post(f"{QUEUE}/{flagged.id}/take").status == 303


def test_nobody_but_moderators_sees_flags(as_: As, talk: Talk, flagged: Flag) -> None:
    for name in ("ben", "amina", "dilys", "chidi", "ada"):
        assert as_(name).get(QUEUE).status == 404
        for step in ("take", "note", "settle"):
            assert as_(name).post(f"{QUEUE}/{flagged.id}/{step}", {"note": "x"}).status == 404
    assert "script has a number" not in as_("ben").get(talk.url).html
    assert flagged.state is Handling.NEW
    assert not db.session.query(FlagNote).all()


def test_who_may_flag_what(as_: As, talk: Talk) -> None:
    url, form = talk.post_url(talk.answer_id, "flag"), {"concern": "abusive"}
    assert as_("ben").post(url, form).status == 403, "his own"
    assert as_("chidi").post(url, form).status == 404
    assert as_("spencer").post(url, form).status == 303
    assert as_("spencer").post(url, form).status == 303, "once more changes nothing"
    assert as_("amina").post(url, {"concern": "dull"}).status == 422
    assert db.session.query(Flag).count() == 1
    assert as_("amina").get(talk.post_url(talk.answer_id, "options")).find_all("a", href=url)
    assert not as_("ben").get(talk.post_url(talk.answer_id, "options")).find_all("a", href=url)
