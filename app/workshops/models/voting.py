"""Rounds of voting. Totals are counted from rows, never kept; a round that is void keeps its rows."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model, key, points_to
from app.core.personal_data import Merging, Personal
from app.workshops.models.board import random_key
from app.workshops.models.methods import Method


class RoundState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    #: Somebody went back behind it. It counts for nothing and is kept.
    VOID = "void"


class Round(Model):
    __tablename__ = "workshop_round"
    # The second key is there for the dots to point to: see Dot.
    __table_args__ = (UniqueConstraint("workshop_id", "number"), UniqueConstraint("id", "budget"))

    id: Mapped[key]
    workshop_id: Mapped[int] = points_to("workshop.id", index=False)
    number: Mapped[int]
    #: Which phase of the meeting its live dots belong to; None for a final ballot.
    phase_ix: Mapped[int | None]
    method: Mapped[Method]
    #: The ballot after the meeting, in which present and absent count alike; else live dots that order the discussion.
    final: Mapped[bool]
    #: Dots to give, or places to rank.
    budget: Mapped[int]
    #: What is voted on, frozen when it opened: ids of themes.
    items: Mapped[list[int]] = mapped_column(JSON)
    state: Mapped[RoundState] = mapped_column(default=RoundState.OPEN)
    #: No ballot can be joined to a person, and none can be changed.
    sealed: Mapped[bool]
    #: How the result will be read, in words, fixed before the first vote.
    rule: Mapped[str]
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class Dot(Model):
    """One of a person's numbered dots, where names are kept. Where none are, live dots are a Ballot.

    The row repeats its round's budget, and the foreign key sees that it is that: so key and check keep every person
    within the budget, whatever a service forgets.
    """

    __tablename__ = "workshop_dot"
    __table_args__ = (
        CheckConstraint("dot_no BETWEEN 1 AND budget", name="within_budget"),
        ForeignKeyConstraint(["round_id", "budget"], ["workshop_round.id", "workshop_round.budget"]),
    )

    round_id: Mapped[int] = mapped_column(primary_key=True)
    budget: Mapped[int]
    person_id: Mapped[int] = points_to(
        "person.id",
        primary_key=True,
        personal=Personal(
            "your dots, where votes carry names",
            facts=("dot_no",),
            merging=Merging.MOVE_OR_STAY,
            one_each=(("round_id",),),
        ),
    )
    dot_no: Mapped[int] = mapped_column(primary_key=True)
    theme_id: Mapped[int] = points_to("workshop_theme.id")


class Voter(Model):
    """Who may vote in a final ballot and whether they have: no time, and nothing that leads to the ballot.

    In a sealed round that they have is written when it ends, of everybody at once; see PseudonymousPart for before.
    """

    __tablename__ = "workshop_voter"

    round_id: Mapped[int] = points_to("workshop_round.id", index=False, primary_key=True)
    person_id: Mapped[int] = points_to(
        "person.id",
        primary_key=True,
        personal=Personal(
            "final ballots in which you could vote, and whether you did",
            facts=("submitted",),
            merging=Merging.MOVE_OR_STAY,
            one_each=(("round_id",),),
        ),
    )
    submitted: Mapped[bool] = mapped_column(default=False)


class Ballot(Model):
    """A ballot of a final round. Each choice is a theme and a number: its place, its rating, or its dots."""

    __tablename__ = "workshop_ballot"
    __table_args__ = (
        UniqueConstraint("round_id", "person_id"),
        Index("ix_workshop_ballot_round_id_pseudonym", "round_id", "pseudonym", unique=True),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=random_key)
    round_id: Mapped[int] = points_to("workshop_round.id", index=False)
    choices: Mapped[list[list[int]]] = mapped_column(JSON)
    #: Where names are kept.
    person_id: Mapped[int | None] = points_to(
        "person.id",
        personal=Personal(
            "your ballots, where votes carry names",
            facts=("choices",),
            merging=Merging.MOVE_OR_STAY,
            one_each=(("round_id",),),
        ),
    )
    #: Of a live vote where none are kept, so that it can be changed; gone when the round ends.
    pseudonym: Mapped[str | None]
