"""What a person has read, by the ids of posts, which never change.

A post belongs for ever to the strand of the discussion in which it was written. It is new to a person if it can be read,
its id is above how far they have read in its strand, and it lies in none of the spans that they read beyond that. How far
they have read is said by their mark in the strand; where they have none, by the floor of the forum in which it began. So
moving, splitting and merging touch nothing of it. In the tables below `discussion_id` is the strand's.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from app.core.db import Model, key, points_to
from app.core.personal_data import Erasure, Merging, Period, Personal


class Strand(Model):
    """The posts of one birth that stand in one discussion: one row for most discussions, more for those that were merged."""

    __tablename__ = "strand"
    __table_args__ = (
        UniqueConstraint("discussion_id", "strand_id"),
        Index("ix_strand_network_id_last_visible_post_id", "network_id", "last_visible_post_id"),
    )

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id", index=False)
    #: Where they stand.
    discussion_id: Mapped[int] = points_to("discussion.id", index=False)
    #: Where they were written, and the forum in which that began.
    strand_id: Mapped[int] = points_to("discussion.id")
    began_in_id: Mapped[int] = points_to("forum.id")
    #: The latest of them that is neither hidden nor removed.
    last_visible_post_id: Mapped[int | None]


class ReadMark(Model):
    """Up to which post a person has read a strand without a gap, and when they last read there."""

    __tablename__ = "read_mark"
    __table_args__ = (UniqueConstraint("person_id", "discussion_id"),)

    id: Mapped[key]
    person_id: Mapped[int] = points_to(
        "person.id",
        index=False,
        personal=Personal(
            "how far you have read each discussion",
            facts=("read_to_id", "read_at"),
            erasure=Erasure.DELETE,
            kept=Period.ACCOUNT,
            merging=Merging.MOVE_OR_DROP,
            one_each=(("discussion_id",),),
        ),
    )
    discussion_id: Mapped[int] = points_to("discussion.id")
    read_to_id: Mapped[int]
    read_at: Mapped[datetime]


class ReadSpan(Model):
    """Posts that a person read beyond a gap: those with ids from `first_id` to `last_id`. Spans do not overlap."""

    __tablename__ = "read_span"
    __table_args__ = (UniqueConstraint("person_id", "discussion_id", "first_id"),)

    id: Mapped[key]
    person_id: Mapped[int] = points_to(
        "person.id",
        index=False,
        personal=Personal(
            "what you read in a discussion after skipping some of it",
            facts=("first_id", "last_id"),
            erasure=Erasure.DELETE,
            kept=Period.ACCOUNT,
            merging=Merging.MOVE_OR_DROP,
            one_each=(("discussion_id", "first_id"),),
        ),
    )
    discussion_id: Mapped[int] = points_to("discussion.id")
    first_id: Mapped[int]
    last_id: Mapped[int]


class ReadFloor(Model):
    """Up to which post a person has read every discussion that began in a forum, where no mark says otherwise."""

    __tablename__ = "read_floor"
    __table_args__ = (UniqueConstraint("person_id", "forum_id"),)

    id: Mapped[key]
    person_id: Mapped[int] = points_to(
        "person.id",
        index=False,
        personal=Personal(
            "up to which post a whole forum is read to you",
            facts=("read_to_id",),
            erasure=Erasure.DELETE,
            kept=Period.ACCOUNT,
            merging=Merging.MOVE_OR_DROP,
            one_each=(("forum_id",),),
        ),
    )
    forum_id: Mapped[int] = points_to("forum.id")
    read_to_id: Mapped[int]


class ReadingChoice(Model):
    """That a person marks posts as read by hand. Whoever has no row has them marked as they scroll past."""

    __tablename__ = "reading_choice"

    id: Mapped[key]
    person_id: Mapped[int] = points_to(
        "person.id",
        index=False,
        unique=True,
        personal=Personal(
            "whether you mark posts as read by hand",
            facts=("by_hand",),
            erasure=Erasure.DELETE,
            kept=Period.ACCOUNT,
            merging=Merging.MOVE_OR_DROP,
            one_each=((),),
        ),
    )
    by_hand: Mapped[bool]
