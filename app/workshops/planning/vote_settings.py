"""How a workshop votes, decided while it is planned: the method, and how many dots or places, of each of its votes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.core.language.spoken import gettext
from app.workshops.models import HowToVote, Method
from app.workshops.phases import LARGEST_BUDGET, USUAL_BUDGET, Template

#: The columns, which a template, a saved template and a workshop have alike.
HOW_TO_VOTE = ("straw_method", "straw_budget", "ballot_method", "ballot_budget")


@dataclass(frozen=True, kw_only=True)
class Votes:
    """What the planner decides of the two votes; None is the template's, or what stands."""

    straw_method: Method | None = None
    straw_budget: int | None = None
    ballot_method: Method | None = None
    ballot_budget: int | None = None


def settled(wanted: Votes, stands: HowToVote | Template) -> dict[str, Any]:
    """A value for each of HOW_TO_VOTE. A number that belonged to another method is not taken over."""
    found: dict[str, Any] = {}
    for vote in ("straw", "ballot"):
        usual, number = getattr(stands, f"{vote}_method"), getattr(wanted, f"{vote}_budget")
        method = getattr(wanted, f"{vote}_method") or usual
        if number is None:
            number = getattr(stands, f"{vote}_budget") if method is usual else USUAL_BUDGET
        found |= {f"{vote}_method": method, f"{vote}_budget": number}
    return found


def faults_of(wanted: Votes) -> dict[str, list[str]]:
    """Numbers that nobody could use, each at its field."""
    numbers = {name: getattr(wanted, name) for name in HOW_TO_VOTE if name.endswith("budget")}
    words = [gettext("From 1 to %(largest_budget)s.", largest_budget=LARGEST_BUDGET)]
    return {name: words for name, number in numbers.items() if number is not None and not 0 < number <= LARGEST_BUDGET}
