"""Summaries."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model, key, points_to
from app.core.personal_data import Personal


class DiscussionSummary(Model):
    """What a discussion said, as one member put it. The latest counts; what it said before stays beneath it."""

    __tablename__ = "discussion_summary"

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id")
    discussion_id: Mapped[int] = points_to("discussion.id")
    author_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal("summaries that you wrote of discussions", words=("body_md",), facts=("written_at",)),
    )
    body_md: Mapped[str]
    body_html: Mapped[str]
    #: The latest post that could be read then: what has a higher id came after it.
    up_to_post_id: Mapped[int] = mapped_column(default=0)
    written_at: Mapped[datetime]
