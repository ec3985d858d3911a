"""Rows held until the transaction ends, so that a step is decided on what is so now."""

from __future__ import annotations

from sqlalchemy import select

from app.core.db import db
from app.core.errors import Conflict
from app.core.language.spoken import gettext
from app.topics.lifecycle import TOPIC
from app.topics.models import TrickyTopic


def lock(*topics: TrickyTopic) -> None:
    """Hold these rows until the transaction ends, always in the order of their ids, and see their present state.

    Conflict if one moved since it was loaded: the person decided on something that is no longer so.
    """
    ids = sorted(topic.id for topic in topics)
    rows = db.session.execute(
        select(TrickyTopic.id, TrickyTopic.state)
        .where(TrickyTopic.id.in_(ids))
        .order_by(TrickyTopic.id)
        .with_for_update()
    )
    present = {row.id: row.state for row in rows}
    for topic in topics:
        if present[topic.id] != topic.state:
            raise Conflict(
                gettext(
                    "Meanwhile “%(title)s” has become “%(topic)s”. Look again first.",
                    title=topic.title,
                    topic=TOPIC.label(present[topic.id]),
                )
            )
