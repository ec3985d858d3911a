"""Drafts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model, key, points_to
from app.core.personal_data import Erasure, Merging, Period, Personal

#: For so long what was thrown away can be brought back.
BACK_FOR = timedelta(days=1)


class UnsentDraft(Model):
    """The words of one form on one page, as one browser has them.

    A browser names it before it is kept (`name`), so that the form that is sent in the end says which draft is over: also one
    whose first keeping is still on its way then. What is over stays as a row without words until it is old, so that whatever
    comes late finds it over.
    """

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint("person_id", "name"),
        Index("ix_draft_person_id_changed_at", "person_id", "changed_at"),
    )

    id: Mapped[key]
    person_id: Mapped[int] = points_to(
        "person.id",
        index=False,
        personal=Personal(
            "what you began to write and have not sent",
            words=("typed",),
            facts=("title", "page", "changed_at"),
            erasure=Erasure.DELETE,
            kept=Period.DRAFTS,
            merging=Merging.MOVE_OR_DROP,
            one_each=(("name",),),
        ),
    )
    name: Mapped[str]
    #: What is written there, and for what: "reply-12:/networks/s215/discussions/3/reply". Several drafts may have one.
    place: Mapped[str]
    #: The page on which one goes on writing, and its title as the writer saw it.
    page: Mapped[str]
    title: Mapped[str]
    #: The form's fields with what stands in each.
    typed: Mapped[dict[str, Any]] = mapped_column(JSON)
    version: Mapped[int] = mapped_column(default=1)
    began_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    #: When it was sent, or thrown away: then it may still be brought back for a day.
    ended_at: Mapped[datetime | None]
