"""Rounds of voting for tests, opened by the moves that open them."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import select

from app.core.db import db
from app.workshops.models import Anonymity, Ballot, Round, Theme, Workshop
from app.workshops.room.services import moves
from app.workshops.voting.services import ballots as final_ballot
from tests.factories.boards import loaded
from tests.factories.workshops import a_workshop
from tests.people import World

#: Those invited besides Marek, who runs it; Wanda comes from another office and is not.
VOTERS = ("amina", "ben", "tomos", "dilys", "saoirse", "ravi")
TITLES = ("Curly arrows", "Moles", "Equilibrium", "Units", "Pace of Block 2", "Buffers")


def with_themes(workshop: Workshop, titles: tuple[str, ...] = TITLES) -> list[int]:
    """Themes of these titles; their ids."""
    themes = [Theme(workshop_id=workshop.id, title=title) for title in titles]
    for each in themes:
        db.session.add(each)
        db.session.flush()
    return [each.id for each in themes]


def a_straw_vote(world: World, anonymity: Anonymity = Anonymity.NAMED, **more: Any) -> Workshop:
    """A meeting in its straw vote, with six themes and six voters besides Marek."""
    made = a_workshop(world, "collecting", people=VOTERS, anonymity=anonymity, **more)
    with_themes(made)
    moves.step(world.actor("marek"), loaded(made), "start")
    kinds = [phase.kind for phase in loaded(made).phases]
    moves.move_room(world.actor("marek"), loaded(made), kinds.index("vote"))
    db.session.commit()
    return loaded(made)


def a_ballot(
    world: World, anonymity: Anonymity = Anonymity.UNATTRIBUTED, people: tuple[str, ...] = VOTERS, **more: Any
) -> Workshop:
    """A workshop whose final ballot about six themes is open."""
    made = a_workshop(world, "catch_up", people=people, anonymity=anonymity, **more)
    with_themes(made)
    moves.step(world.actor("marek"), loaded(made), "open_ballot")
    db.session.commit()
    return loaded(made)


def the_round(workshop: Workshop) -> Round:
    """Its latest round."""
    latest = select(Round).where(Round.workshop_id == workshop.id).order_by(Round.number.desc()).limit(1)
    return db.session.scalars(latest.execution_options(populate_existing=True)).one()


def vote(world: World, workshop: Workshop, name: str, letters: str, **more: Any) -> None:
    """Rank the themes by their letters, A being the first: "BAD"."""
    items = the_round(workshop).items
    choices = [[items["ABCDEF".index(letter)], place] for place, letter in enumerate(letters, 1)]
    final_ballot.submit(world.actor(name), workshop, choices, key=more.pop("key", secrets.token_hex(16)), **more)
    db.session.commit()


def ballots(workshop: Workshop) -> list[Ballot]:
    return list(db.session.scalars(select(Ballot).where(Ballot.round_id == the_round(workshop).id)))
