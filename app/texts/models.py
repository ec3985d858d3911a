"""What a text links to by its tokens, so that the other end can say where it is mentioned."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from app.core.db import Model, key, points_to


class TextReference(Model):
    """A text links to a thing: topic 12 of a network. Whether that exists, and who may read it, is asked when it is shown."""

    __tablename__ = "text_reference"
    __table_args__ = (
        UniqueConstraint("text", "text_id", "network_id", "kind", "number"),
        Index("ix_text_reference_network_id_kind_number", "network_id", "kind", "number"),
    )

    id: Mapped[key]
    #: Whose text it is (app/texts/places.py), and the row's id.
    text: Mapped[str]
    text_id: Mapped[int]
    #: Of the thing; the text may stand in another.
    network_id: Mapped[int] = points_to("learning_network.id", index=False)
    #: The letters of its token: T for a topic.
    kind: Mapped[str]
    number: Mapped[int]
