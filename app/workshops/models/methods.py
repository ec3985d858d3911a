"""How people vote: the methods, and what a workshop or a template says of its two votes."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column


class Method(StrEnum):
    DOTS = "dots"
    RANK = "ranking"
    RATE = "rating"


class HowToVote:
    """The columns of a workshop, and of a template that a network saved. A round copies its own when it opens."""

    #: The live vote, which orders the discussion.
    straw_method: Mapped[Method] = mapped_column(default=Method.DOTS, server_default=Method.DOTS.value)
    #: Dots to give, or places to rank; a rating has no use for it.
    straw_budget: Mapped[int] = mapped_column(default=5, server_default="5")
    #: The final ballot.
    ballot_method: Mapped[Method] = mapped_column(default=Method.RANK, server_default=Method.RANK.value)
    ballot_budget: Mapped[int] = mapped_column(default=5, server_default="5")
