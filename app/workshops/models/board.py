"""What is said in a workshop, and how it is grouped.

Cards, secondings and ballots have random keys, and their tables keep rows in the order of the key where the database
can (SQLite; PostgreSQL's operator still sees the order of writing): a number that counts up, or a moment to the
second, would say who wrote what to anyone who knows who was writing when.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Model, key, points_to, says_of_a_person
from app.core.personal_data import Personal


def random_key() -> str:
    return secrets.token_hex(12)


class ContributionKind(StrEnum):
    """The anatomy of the field: what a card is."""

    TRICKY_TOPIC = "Tricky Topic"
    STUMBLING_BLOCK = "stumbling block"
    PROBLEM_EXAMPLE = "problem example"
    OTHER_ISSUE = "other issue"
    IDEA = "idea"
    INTERVENTION = "intervention"


class Channel(StrEnum):
    """When a card was added."""

    BEFORE = "before"
    LIVE = "live"
    AFTER = "after"


class ThemeList(StrEnum):
    """The two lists."""

    TOPICS = "Tricky Topics"
    ISSUES = "additional issues"


class Theme(Model):
    """A group of cards that say the same. A merged theme stays as a signpost."""

    __tablename__ = "workshop_theme"

    id: Mapped[key]
    workshop_id: Mapped[int] = points_to("workshop.id")
    title: Mapped[str]
    list: Mapped[ThemeList] = mapped_column(default=ThemeList.TOPICS)
    merged_into_id: Mapped[int | None] = points_to("workshop_theme.id")
    #: Its place in the discussion; None until an order was made.
    place: Mapped[int | None]
    discussed: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class Contribution(Model):
    """A card."""

    __tablename__ = "workshop_contribution"
    __table_args__ = (
        Index("ix_workshop_contribution_workshop_id_theme_id", "workshop_id", "theme_id"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=random_key)
    workshop_id: Mapped[int] = points_to("workshop.id", index=False)
    kind: Mapped[ContributionKind]
    text: Mapped[str]
    #: The problem distiller's codes of a problem example.
    codes: Mapped[list[str]] = mapped_column(JSON, default=list)
    #: None for a card that nobody's name is kept with.
    author_id: Mapped[int | None] = points_to(
        "person.id",
        personal=Personal(
            "your cards, where cards carry names",
            words=("text",),
            facts=("kind", "codes", "channel", "withdrawn", "at"),
            place=("hidden_reason",),
        ),
    )
    #: Lets the browser that wrote an unattributed card change it until the reveal: a digest of its secret and this key.
    mark: Mapped[str | None]
    channel: Mapped[Channel]
    #: Written after its phase: it lies in the tray until somebody groups it.
    late: Mapped[bool] = mapped_column(default=False)
    #: The post it was brought from.
    post_id: Mapped[int | None] = points_to("post.id")
    theme_id: Mapped[int | None] = points_to("workshop_theme.id", index=False)
    #: The shuffled order of the reveal.
    place: Mapped[int | None]
    #: A person put it where it is: no proposal moves it.
    placed: Mapped[bool] = mapped_column(default=False)
    hidden_reason: Mapped[str | None]
    withdrawn: Mapped[bool] = mapped_column(default=False)
    #: Ids of themes that somebody said it does not belong to: they are not suggested again.
    dismissed: Mapped[list[int]] = mapped_column(JSON, default=list)
    #: To the day for an unattributed card, else to the second.
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)
    author: Mapped[Person | None] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}


class GroupingStep(Model):
    """A step of grouping, with all that it takes to undo it. Who grouped is named, whatever the cards are."""

    __tablename__ = "workshop_grouping_step"

    id: Mapped[key]
    workshop_id: Mapped[int] = points_to("workshop.id")
    #: What was done, for the button that undoes it. Titles of themes; never a card's words.
    words: Mapped[str]
    #: For each row that changed: ["card" or "theme", its key, what it was (None if new), what it became].
    changes: Mapped[list[list[Any]]] = mapped_column(JSON)
    undone: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[int] = points_to(
        "person.id", personal=Personal("steps of grouping that you made", facts=("undone",), place=("words",))
    )
    by: Mapped[Person] = relationship(lazy="raise_on_sql")


class Seconding(Model):
    """Somebody sees this too: once per person and theme."""

    __tablename__ = "workshop_seconding"
    __table_args__ = (UniqueConstraint("theme_id", "mark"), {"sqlite_with_rowid": False})

    id: Mapped[str] = mapped_column(primary_key=True, default=random_key)
    theme_id: Mapped[int] = points_to("workshop_theme.id", index=False)
    #: A digest of who, where names are kept; else of the browser's secret and the theme.
    mark: Mapped[str] = says_of_a_person(
        Personal("that you see a theme too", not_exported="a digest, and no list leads from a person to it")
    )


class ThemeNote(Model):
    """What was said about a theme: discussion is named, whatever the cards are."""

    __tablename__ = "workshop_theme_note"

    id: Mapped[key]
    theme_id: Mapped[int] = points_to("workshop_theme.id")
    author_id: Mapped[int] = points_to(
        "person.id", personal=Personal("your notes on themes", words=("text",), facts=("at",))
    )
    text: Mapped[str]
    at: Mapped[datetime]
    author: Mapped[Person] = relationship(lazy="raise_on_sql")


__all__ = [
    "Channel",
    "Contribution",
    "ContributionKind",
    "GroupingStep",
    "Seconding",
    "Theme",
    "ThemeList",
    "ThemeNote",
    "random_key",
]
