"""One person, one vote, on a topic or an issue.

The row says who so that nobody votes twice; no query, page, export, log or audit entry ever joins it
to a name, and it carries no time. Whoever voted finds their own votes in the copy of
everything about them. Dot-voting rounds will get a table of their own.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped

from app.core.db import Model, key, points_to
from app.core.personal_data import Merging, Personal


class Vote(Model):
    __tablename__ = "vote"
    __table_args__ = (
        UniqueConstraint("topic_id", "person_id"),
        UniqueConstraint("issue_id", "person_id"),
        CheckConstraint("(topic_id IS NULL) <> (issue_id IS NULL)", name="one_subject"),
    )

    id: Mapped[key]
    topic_id: Mapped[int | None] = points_to("tricky_topic.id", index=False)
    issue_id: Mapped[int | None] = points_to("additional_issue.id", index=False)
    person_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "your votes for topics and issues", merging=Merging.MOVE_OR_DROP, one_each=(("topic_id",), ("issue_id",))
        ),
    )
