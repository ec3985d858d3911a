"""What can be found: an entry for each row, of whatever kind. Its words stand in the engine's own table."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import DDL, Index, Table, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model, key, points_to
from app.core.personal_data import Erasure, Merging, Period, Personal
from app.search.indexes import postgresql_words, sqlite_words


class SearchEntry(Model):
    __tablename__ = "search_entry"
    __table_args__ = (
        UniqueConstraint("kind", "row_id"),
        Index("ix_search_entry_network_id_kind_at", "network_id", "kind", "at"),
        # A number is given once: the words in the engine's table and what a saved search has seen go by it.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[key]
    #: What it is, and which row of that kind; see sources.py.
    kind: Mapped[str]
    row_id: Mapped[int]
    network_id: Mapped[int] = points_to("learning_network.id", index=False)
    #: When the thing was written.
    at: Mapped[datetime]
    #: How its words were read; see language.READING.
    reading: Mapped[int] = mapped_column(default=0)


class SavedSearch(Model):
    """A question that somebody wants to ask again, or to be told of."""

    __tablename__ = "saved_search"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: Mapped[key]
    person_id: Mapped[int] = points_to(
        "person.id",
        index=False,
        personal=Personal(
            "searches that you saved",
            words=("name", "asked"),
            facts=("tells", "created_at"),
            erasure=Erasure.DELETE,
            kept=Period.ACCOUNT,
            merging=Merging.MOVE_OR_DROP,
            one_each=(("name",),),
        ),
    )
    #: Where it looks; None: in all of the person's networks.
    network_id: Mapped[int | None] = points_to("learning_network.id")
    name: Mapped[str]
    #: The one line of words and operators.
    asked: Mapped[str]
    #: The person wants to hear of what is new to it.
    tells: Mapped[bool] = mapped_column(default=False)
    #: Entries up to this number were there when it was saved, or were told of.
    told_to: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]


# A migration makes the engine's tables; where all tables are made from the models, they come with this one.
for _dialect, _engine in (("sqlite", sqlite_words), ("postgresql", postgresql_words)):
    for _statement in _engine.MAKE:
        _made = DDL(_statement).execute_if(dialect=_dialect)  # type: ignore[no-untyped-call]
        event.listen(cast("Table", SearchEntry.__table__), "after_create", _made)
