"""What moderators did: operations, which are only ever added to, and for each post where it stood before and after."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Model, key, points_to, says_of_a_person
from app.core.personal_data import Erasure, Merging, Period, Personal
from app.forums.models import Discussion, Level, Post

_NAMED = Personal(
    "reasons and titles in the log of moderation that may name people",
    not_exported="the log is exported by who did it, with its reason",
    erasure=Erasure.REDACT,
)


class Step(StrEnum):
    """What was done. Each that has a way back is undone by its kind (services/undoing.py)."""

    SPLIT = "split"
    MERGE = "merge"
    MOVE = "move"
    RETITLE = "retitle"
    LOCK = "lock"
    UNLOCK = "unlock"
    PIN = "pin"
    UNPIN = "unpin"
    HIDE = "hide"
    RESTORE = "restore"
    REMOVE = "remove"
    MARK = "mark important"
    UNMARK = "unmark"
    UNDO = "undo"


class Operation(Model):
    __tablename__ = "operation"
    __table_args__ = (Index("ix_operation_network_id_id", "network_id", "id"),)

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id", index=False)
    kind: Mapped[Step]
    #: None where the clock did it.
    actor_id: Mapped[int | None] = points_to(
        "person.id",
        personal=Personal("what you did as moderator", words=("reason",), facts=("kind", "at")),
    )
    at: Mapped[datetime]
    reason: Mapped[str] = says_of_a_person(_NAMED, default="")
    #: The discussion it was done to, or from which posts were taken; where they were put; the post, if it was one.
    discussion_id: Mapped[int] = points_to("discussion.id")
    target_id: Mapped[int | None] = points_to("discussion.id")
    post_id: Mapped[int | None] = points_to("post.id")
    #: A forum's id, a title, a time: whatever it was before and after, as its kind has it.
    before: Mapped[str | None] = says_of_a_person(_NAMED)
    after: Mapped[str | None] = says_of_a_person(_NAMED)
    #: The operation that this one took back. None is taken back twice.
    undoes_id: Mapped[int | None] = points_to("operation.id", index=False, unique=True)
    actor: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    discussion: Mapped[Discussion] = relationship(lazy="raise_on_sql", foreign_keys=[discussion_id])
    target: Mapped[Discussion | None] = relationship(lazy="raise_on_sql", foreign_keys=[target_id])
    post: Mapped[Post | None] = relationship(lazy="raise_on_sql")


class OperationPost(Model):
    """A post that changed its discussion: its number there and here. Old addresses are found by it, too."""

    __tablename__ = "operation_post"
    __table_args__ = (
        UniqueConstraint("operation_id", "post_id"),
        Index("ix_operation_post_from_id_from_number", "from_id", "from_number"),
    )

    id: Mapped[key]
    operation_id: Mapped[int] = points_to("operation.id", index=False)
    post_id: Mapped[int] = points_to("post.id")
    from_id: Mapped[int] = points_to("discussion.id", index=False)
    from_number: Mapped[int]
    to_id: Mapped[int] = points_to("discussion.id")
    to_number: Mapped[int]


class OperationLevel(Model):
    """What a person heard of a discussion before and after one was joined to it: so that undoing it leaves no trace."""

    __tablename__ = "operation_level"
    __table_args__ = (UniqueConstraint("operation_id", "person_id"),)

    id: Mapped[key]
    operation_id: Mapped[int] = points_to("operation.id", index=False)
    person_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "how much you heard of a discussion before it was joined with another",
            facts=("before", "after"),
            erasure=Erasure.DELETE,
            kept=Period.ACCOUNT,
            merging=Merging.MOVE_OR_DROP,
            one_each=(("operation_id",),),
        ),
    )
    discussion_id: Mapped[int] = points_to("discussion.id")
    before: Mapped[Level | None] = mapped_column(default=None)
    after: Mapped[Level]
