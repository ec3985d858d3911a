"""What nobody sees is no title, no text and no reason; and what separates words is not taken from between them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Invalid
from app.topics.models import TrickyTopic
from app.workshops.board.services.themes import title_of
from tests.client import StrictClient
from tests.people import World

AS = Callable[[str | None], StrictClient]
UNSEEN = ["\u3164", "\u2800 \u2800", "\u200b\u00ad", "\ufeff\u115f", "\U000e0041", "\u2028\x0c"]
FORMS = {
    "/networks/s215/topics/new": {"title": "Bonds", "statement_md": "They think that breaking one gives energy."},
    "/networks/s215/issues/new": {"title": "Pace", "statement_md": "Too fast.", "category": "pace"},
    "/networks/s215/forums/tricky-topics/start": {"title": "Bonds", "body": "They break."},
    "/account": {"name": "Amina"},
}
CASES = [(url, name) for url, typed in FORMS.items() for name in typed if name != "category"]


@pytest.mark.parametrize("unseen", UNSEEN, ids=ascii)
@pytest.mark.parametrize(("url", "name"), CASES)
def test_what_nobody_sees_is_no_words(as_: AS, url: str, name: str, unseen: str) -> None:
    assert as_("amina").post(url, {**FORMS[url], name: unseen}).status == 422


@pytest.mark.parametrize("unseen", UNSEEN, ids=ascii)
def test_nor_the_name_of_a_theme(unseen: str) -> None:
    with pytest.raises(Invalid):
        title_of(unseen)


def test_separators_stay_gaps(as_: AS, world: World, actor_for: Callable[[str], Actor]) -> None:
    typed = {"title": "ONE\x0bTWO\u2028THREE", "statement_md": "FOUR\x0cFIVE\x85SIX\u2029SEVEN"}
    assert as_("amina").post("/networks/s215/topics/new", typed).status == 303
    topic = db.session.query(TrickyTopic).order_by(TrickyTopic.id.desc()).first()
    assert topic is not None
    assert topic.title == "ONE TWO THREE"
    assert topic.statement_md == "FOUR\nFIVE\nSIX\nSEVEN"
