"""A researcher who follows a forum hears that something is new, and no title or name that is withheld from them."""

from __future__ import annotations

from sqlalchemy import update

from app.core.db import db
from app.forums.models import Level
from app.forums.services import follow, publish_post, start_discussion
from app.networks.models import Consent, Membership
from tests.factories.notices import words_for
from tests.people import World


def agree(person_id: int, consent: Consent = Consent.FORUM) -> None:
    agreed = update(Membership).where(Membership.person_id == person_id).values(research_consent=consent)
    db.session.execute(agreed)


def test_title_and_author_reach_a_researcher_only_as_agreed(world: World) -> None:
    for name in ("ravi", "tomos"):
        follow(world.actor(name), world.forum(), Level.EVERYTHING)
    discussion = start_discussion(world.actor("amina"), world.forum(), "Curly arrows", "They guess.")
    assert words_for(world, "tomos") == [("New discussion: “Curly arrows”", "Begun by Amina")]
    assert words_for(world, "ravi") == [("New discussion: a discussion", "")]

    agree(world.ben.id)
    publish_post(world.actor("ben"), discussion, "Same here.")
    assert words_for(world, "ravi") == [("New in a discussion", "The latest by Ben")]
    agree(world.amina.id)
    publish_post(world.actor("ben"), discussion, "And here.")
    assert words_for(world, "ravi") == [("New in “Curly arrows”", "The latest by Ben")]


def test_consent_that_was_taken_back_counts_at_once(world: World) -> None:
    follow(world.actor("ravi"), world.forum(), Level.EVERYTHING)
    agree(world.amina.id)
    start_discussion(world.actor("amina"), world.forum(), "Curly arrows", "They guess.")
    assert words_for(world, "ravi") == [("New discussion: “Curly arrows”", "Begun by Amina")]
    agree(world.amina.id, Consent.NONE)
    assert words_for(world, "ravi") == [("New discussion: a discussion", "")]
