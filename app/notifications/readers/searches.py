"""New answers to a saved search: its name is its owner's, and what answers it is asked for again with their rights of now."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import db
from app.core.language.spoken import gettext
from app.core.text.words import quoted
from app.notifications.models import Notice
from app.notifications.readers._rows import subjects
from app.notifications.reading import NoticeWords
from app.search.models import SavedSearch
from app.search.queries import new_to
from app.search.upkeep import the_engine


def searches(notices: Sequence[Notice], seen_by: Actor) -> dict[int, NoticeWords]:
    """One statement for each notice, of which there are at most as many as a person saves searches."""
    own = select(SavedSearch).where(SavedSearch.id.in_(subjects(notices)), SavedSearch.person_id == seen_by.person_id)
    saved = {each.id: each for each in db.session.scalars(own)}
    found = {}
    for each in notices:
        if (search := saved.get(each.subject_id or 0)) is None:
            continue
        if new_to(the_engine(), search, int(each.facts.get("since", 0)), seen_by=seen_by):
            found[each.id] = NoticeWords(
                gettext("New results for your saved search %(name)s", name=quoted(search.name))
            )
    return found
