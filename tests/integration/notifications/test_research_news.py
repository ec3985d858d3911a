"""A researcher who follows a forum hears that something is new, and no title or name that is withheld from them."""

from __future__ import annotations

from sqlalchemy import select, update

from app.core.db import db
from app.forums.services import follow, publish_post, start_discussion
from app.networks.models import Consent, Membership
from app.notifications.models import Notice
from tests.people import World


def notice_of(person_id: int) -> Notice:
    return db.session.scalars(
        select(Notice).where(Notice.person_id == person_id).execution_options(populate_existing=True)
    ).one()


def agree(person_id: int) -> None:
    agreed = update(Membership).where(Membership.person_id == person_id).values(research_consent=Consent.FORUM)
    db.session.execute(agreed)


def test_title_and_author_reach_a_researcher_only_as_agreed(world: World) -> None:
    for name in ("ravi", "tomos"):
        follow(world.actor(name), world.forum())
    discussion = start_discussion(world.actor("amina"), world.forum(), "Curly arrows", "They guess.")
    assert (notice_of(world.tomos.id).title, notice_of(world.tomos.id).text) == (
        "New discussion: “Curly arrows”",
        "Begun by Amina",
    )
    assert (notice_of(world.ravi.id).title, notice_of(world.ravi.id).text) == ("New discussion: a discussion", "")

    agree(world.ben.id)
    publish_post(world.actor("ben"), discussion, "Same here.")
    assert (notice_of(world.ravi.id).title, notice_of(world.ravi.id).text) == (
        "New in a discussion",
        "The latest by Ben",
    )
    agree(world.amina.id)
    publish_post(world.actor("ben"), discussion, "And here.")
    assert notice_of(world.ravi.id).title == "New in “Curly arrows”"
