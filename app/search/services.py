"""Saving a search, and letting go of it."""

from __future__ import annotations

from sqlalchemy import func, select

from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Invalid
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.text.signs import stated
from app.networks.models import LearningNetwork
from app.search.asking.operators import LONGEST
from app.search.models import SavedSearch, SearchEntry
from app.search.policy import Permission

#: Each that tells is asked every few minutes.
MOST_SAVED = 20
LONGEST_NAME = 80


def save_search(
    actor: Actor, *, name: str, asked: str, tells: bool, network: LearningNetwork | None = None
) -> SavedSearch:
    """Keep this question under a name. With `tells` its owner hears of what is new to it from now on.

    Invalid without a name or a question, for a name that is taken, and beyond MOST_SAVED.
    """
    require(actor, Permission.SAVE, None)
    name, asked = stated(name), stated(asked)[:LONGEST]
    if not name or len(name) > LONGEST_NAME:
        raise Invalid(
            gettext("A name is needed, of at most %(most)s characters.", most=LONGEST_NAME),
            {"name": [gettext("Give it a name.")]},
        )
    if not asked:
        raise Invalid(gettext("There is nothing to ask."), {"asked": [gettext("Type what to search for.")]})
    own = list(db.session.scalars(select(SavedSearch.name).where(SavedSearch.person_id == actor.person_id)))
    if name in own:
        taken = gettext("You have a search of that name.")
        raise Invalid(taken, {"name": [taken]})
    if len(own) >= MOST_SAVED:
        raise Invalid(gettext("You have %(most)s saved searches. Remove one first.", most=MOST_SAVED))
    saved = SavedSearch(
        person_id=actor.person_id,
        network_id=network.id if network else None,
        name=name,
        asked=asked,
        tells=tells,
        told_to=db.session.scalar(select(func.max(SearchEntry.id))) or 0,
        created_at=clock.now(),
    )
    db.session.add(saved)
    db.session.flush()
    return saved


def remove_search(actor: Actor, saved: SavedSearch) -> None:
    """It is asked no more, and tells nothing."""
    require(actor, Permission.KEEP, saved)
    db.session.delete(saved)
    db.session.flush()
