"""Whoever only researches reads a problem example if its author agreed, and finds no topic by one that is withheld."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.actor import Actor
from app.core.db import db
from app.networks.models import Consent, Membership
from app.search.indexes.protocol import Engine
from app.topics.models import ExampleSource, ProblemExample, TrickyTopic
from app.topics.services import add_example
from tests.client import StrictClient
from tests.factories.interventions import a_topic
from tests.people import World

As = Callable[[str | None], StrictClient]
ActorFor = Callable[[str], Actor]

WORDS = "Antibonding orbitals are empty"
WITHHELD = "Its author has not agreed that it is read for research."


@pytest.fixture
def topic(world: World, actor_for: ActorFor, index: Engine, run_outbox: Callable[[], int]) -> TrickyTopic:
    made = a_topic(world)
    add_example(actor_for("amina"), made, text=WORDS, source=ExampleSource.EXAM)
    db.session.commit()
    run_outbox()
    assert index
    return made


def agree(person_id: int, consent: Consent) -> None:
    db.session.query(Membership).filter_by(person_id=person_id).update({"research_consent": consent})
    db.session.commit()


def test_an_example_is_withheld_until_its_author_agrees(as_: As, topic: TrickyTopic, world: World) -> None:
    url = f"/networks/s215/topics/{topic.number}"
    for consent, shown in (
        (Consent.NONE, False),
        (Consent.FORUM, True),
        (Consent.FORUM_AND_WORKSHOP, True),
        (Consent.NONE, False),
    ):
        agree(world.amina.id, consent)
        page, found = as_("ravi").get(url), as_("ravi").get("/search?q=antibonding")
        assert (WORDS in page.text, WITHHELD in page.text) == (shown, not shown)
        assert ("Antibonding" in found.text) is shown
        assert (f"{url}" in found.html) is shown
    assert WORDS in as_("ben").get(url).text
    assert "Antibonding" in as_("ben").get("/search?q=antibonding").text


def test_its_own_page_is_none_to_a_researcher(as_: As, topic: TrickyTopic) -> None:
    one = db.session.query(ProblemExample).one()
    url = f"/networks/s215/topics/{topic.number}/examples/{one.id}"
    page = as_("ravi").get(url)
    assert page.status in {403, 404}
    assert WORDS not in page.text
    assert as_("ben").get(url).status == 200


def test_a_researcher_reads_their_own(as_: As, topic: TrickyTopic, world: World) -> None:
    db.session.query(ProblemExample).update({"added_by_id": world.ravi.id})
    db.session.commit()
    assert WORDS in as_("ravi").get(f"/networks/s215/topics/{topic.number}").text
    assert "Antibonding" in as_("ravi").get("/search?q=antibonding").text
