"""Kinds of phase, and the templates a workshop copies its phases from.

A phase limits what is shown and what counts; it never refuses a contribution. Going back voids a round of voting and
deletes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from app.core.language.spoken import lazy_gettext
from app.workshops.models import Method


class PhaseKind(StrEnum):
    LOBBY = "lobby"
    #: Silent: others' words are never sent, only how many there are.
    COLLECT = "collect"
    REVEAL = "reveal"
    GROUP = "group"
    VOTE = "vote"
    DISCUSS = "discuss"
    COMMIT = "commit"
    WRAP = "wrap"


#: From which phase on everybody's cards are shown.
SHOWS_CARDS = frozenset(PhaseKind) - {PhaseKind.LOBBY, PhaseKind.COLLECT}


#: Dots to give or places to rank: what is usual, and the most that anybody can still do with care.
USUAL_BUDGET = 5
LARGEST_BUDGET = 20


#: Minutes of a meeting, however it is planned: by its length or by its run sheet.
SHORTEST_MEETING = 5
LONGEST_MEETING = 8 * 60
LENGTH_OF_A_MEETING = lazy_gettext("From 5 minutes to 8 hours.")


@dataclass(frozen=True)
class PhasePlan:
    kind: PhaseKind
    title: str
    minutes: int
    #: The room goes on by itself when the clock ends.
    goes_on: bool = False


@dataclass(frozen=True)
class Template:
    """An ordered list of phases and what follows the meeting."""

    key: str
    title: str
    #: When to choose it, in a sentence.
    about: str
    phases: tuple[PhasePlan, ...]
    #: Hours; 0 leaves the step out.
    catch_up_hours: int = 48
    ballot_hours: int = 72
    #: The live vote that orders the discussion, and the ballot that decides: how, and of how many dots or places.
    straw_method: Method = Method.DOTS
    straw_budget: int = USUAL_BUDGET
    ballot_method: Method = Method.RANK
    ballot_budget: int = USUAL_BUDGET

    @property
    def minutes(self) -> int:
        """Length of the meeting; 0 for a workshop without one."""
        return sum(phase.minutes for phase in self.phases)


#: Starts from topics: see board/services/clinic.py.
CLINIC = "intervention-clinic"

_LOBBY = PhasePlan(PhaseKind.LOBBY, "Arrive", 5)

TEMPLATES: dict[str, Template] = {
    each.key: each
    for each in (
        Template(
            "tricky-topics",
            "Tricky Topics by nominal group technique",
            "Everybody writes in silence, then all cards are read, grouped and ranked. For deciding what is tricky.",
            (
                _LOBBY,
                PhasePlan(PhaseKind.COLLECT, "Write in silence", 8),
                PhasePlan(PhaseKind.REVEAL, "Read and clarify", 15),
                PhasePlan(PhaseKind.GROUP, "Group", 10),
                PhasePlan(PhaseKind.VOTE, "Straw vote", 3),
                PhasePlan(PhaseKind.DISCUSS, "Discuss", 15),
                PhasePlan(PhaseKind.COMMIT, "Commit", 4),
            ),
        ),
        Template(
            "1-2-4-all",
            "1-2-4-All",
            "Alone, in pairs, in fours, all together. No card is thrown away on the way.",
            (
                PhasePlan(PhaseKind.COLLECT, "Alone", 1),
                PhasePlan(PhaseKind.REVEAL, "In pairs", 2),
                PhasePlan(PhaseKind.GROUP, "In fours", 4),
                PhasePlan(PhaseKind.DISCUSS, "All", 5),
            ),
            catch_up_hours=24,
            ballot_hours=0,
        ),
        Template(
            "quick-ideas",
            "Quick ideas",
            "Collect, group, vote, agree: for the end of another meeting.",
            (
                PhasePlan(PhaseKind.COLLECT, "Write in silence", 5),
                PhasePlan(PhaseKind.GROUP, "Group", 5),
                PhasePlan(PhaseKind.VOTE, "Straw vote", 3),
                PhasePlan(PhaseKind.COMMIT, "Commit", 7),
            ),
            catch_up_hours=0,
            ballot_hours=0,
        ),
        Template(
            "delphi",
            "Delphi in two rounds, asynchronous",
            "Everybody writes, then rates each theme from 1 to 9, sees the spread, and rates again.",
            (),
            catch_up_hours=72,
            ballot_hours=72,
            ballot_method=Method.RATE,
        ),
        Template(
            CLINIC,
            "Intervention clinic",
            "Starts from topics that are prioritised: what could be done about each, by whom, and how would we know?",
            (
                _LOBBY,
                PhasePlan(PhaseKind.COLLECT, "Write in silence", 10),
                PhasePlan(PhaseKind.REVEAL, "Read and clarify", 10),
                PhasePlan(PhaseKind.GROUP, "Group", 5),
                PhasePlan(PhaseKind.DISCUSS, "Discuss", 20),
                PhasePlan(PhaseKind.COMMIT, "Commit", 10),
            ),
            ballot_hours=0,
        ),
    )
}


def stretched(phases: tuple[PhasePlan, ...], minutes: int) -> list[PhasePlan]:
    """The phases for a meeting of so many minutes: in proportion, none under a minute."""
    planned = sum(each.minutes for each in phases)
    return [replace(each, minutes=max(1, round(each.minutes * minutes / planned))) for each in phases]


#: A template that a network saved is named by this and its number.
OWN = "own-"

#: What a phase is called unless somebody says otherwise, in the order of a meeting.
USUAL_TITLES = {
    PhaseKind.LOBBY: "Arrive",
    PhaseKind.COLLECT: "Write in silence",
    PhaseKind.REVEAL: "Read and clarify",
    PhaseKind.GROUP: "Group",
    PhaseKind.VOTE: "Straw vote",
    PhaseKind.DISCUSS: "Discuss",
    PhaseKind.COMMIT: "Commit",
    PhaseKind.WRAP: "Read back",
}
