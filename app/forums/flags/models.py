"""A flag on a post, and what moderators note about it. Whoever wrote the post is never told who flagged it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Model, key, points_to
from app.core.personal_data import Merging, Personal
from app.forums.models import Post


class Concern(StrEnum):
    """Why somebody flags a post."""

    STUDENT = "a student can be known by it"
    ABUSIVE = "it is abusive"
    HARASSING = "it harasses somebody"
    OBSCENE = "it is obscene"
    UNTRUE = "it says of somebody what is not true"
    COPIED = "it is somebody else’s work, used without leave"
    RULES = "it breaks the rules of this network in another way"


class Handling(StrEnum):
    NEW = "new"
    IN_HAND = "in hand"
    SETTLED = "settled"


class Flag(Model):
    __tablename__ = "flag"
    __table_args__ = (
        UniqueConstraint("post_id", "flagged_by_id"),
        Index("ix_flag_network_id_state", "network_id", "state", "id"),
    )

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id", index=False)
    post_id: Mapped[int] = points_to("post.id", index=False)
    flagged_by_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "posts that you asked moderators to look at",
            words=("words",),
            facts=("concern", "at"),
            place=("state",),
            merging=Merging.MOVE_OR_STAY,
            one_each=(("post_id",),),
        ),
    )
    concern: Mapped[Concern]
    words: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    state: Mapped[Handling] = mapped_column(default=Handling.NEW)
    #: The moderator who looks at it, or who settled it.
    assignee_id: Mapped[int | None] = points_to(
        "person.id", personal=Personal("flags that you looked at as moderator", facts=("state", "state_at"))
    )
    state_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    post: Mapped[Post] = relationship(lazy="raise_on_sql")
    flagged_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[flagged_by_id])
    assignee: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[assignee_id])

    __mapper_args__ = {"version_id_col": version}


class FlagNote(Model):
    """What a moderator writes about a flag for the others."""

    __tablename__ = "flag_note"

    id: Mapped[key]
    flag_id: Mapped[int] = points_to("flag.id")
    author_id: Mapped[int] = points_to(
        "person.id", personal=Personal("notes about flags that you wrote as moderator", words=("text",), facts=("at",))
    )
    text: Mapped[str]
    at: Mapped[datetime]
    author: Mapped[Person] = relationship(lazy="raise_on_sql")
