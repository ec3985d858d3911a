"""What a person is told, once: the inbox. Mail is made from the same rows.

A row holds what it is about and no words: titles, names and texts are read when they are shown or sent (reading.py).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model, key, points_to
from app.core.personal_data import Erasure, Merging, Period, Personal


class Notice(Model):
    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "once_key"),
        Index("ix_notice_person_id_read_at", "person_id", "read_at"),
    )

    id: Mapped[key]
    person_id: Mapped[int] = points_to(
        "person.id",
        index=False,
        personal=Personal(
            "notices to you",
            facts=("kind", "what", "events", "at_once", "created_at", "mailed_at", "read_at"),
            place=("url",),
            erasure=Erasure.DELETE,
            kept=Period.NOTICES,
            merging=Merging.MOVE_OR_DROP,
            one_each=(("once_key",),),
        ),
    )
    network_id: Mapped[int | None] = points_to("learning_network.id")
    #: What it is about, so that the same fact is told once: "reply:12", "discussion:7".
    once_key: Mapped[str]
    kind: Mapped[str]
    #: What happened, in the terms of its kind: "moved", "ballot"; "" if only that something did is known.
    what: Mapped[str] = mapped_column(default="")
    #: The row it is about; its table follows from the kind.
    subject_id: Mapped[int | None]
    #: Ids and states that belong to it, as codes; never words that somebody wrote.
    facts: Mapped[dict[str, int | str]] = mapped_column(JSON, default=dict)
    #: Path on this site.
    url: Mapped[str]
    #: How many events were folded into it since it was last read.
    events: Mapped[int] = mapped_column(default=1)
    #: The posts up to which letters about it told: the first letter's, and those of the latest. They name these letters.
    letters: Mapped[list[int]] = mapped_column(JSON, default=list, server_default="[]")
    #: Mail goes at once, not with the digest.
    at_once: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    #: Not to be mailed before this: the edit window of a post.
    mail_after: Mapped[datetime]
    mailed_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]


class DigestMark(Model):
    """Up to when a person's latest digest told what is new."""

    __tablename__ = "digest_mark"

    id: Mapped[key]
    person_id: Mapped[int] = points_to(
        "person.id",
        index=False,
        unique=True,
        personal=Personal(
            "up to when your latest digest told",
            facts=("told_to",),
            erasure=Erasure.DELETE,
            kept=Period.ACCOUNT,
            merging=Merging.MOVE_OR_DROP,
            one_each=((),),
        ),
    )
    told_to: Mapped[datetime]
