"""The appendix of a write-up: what a report of a consensus method has to say, after the items of ACCORD. Pure.

(Gattrell and others 2024, doi 10.1371/journal.pmed.1004326: who ran it and who was asked, what they knew, where the
items came from, rounds and their response, the rule and when it was fixed, anonymity, and what was changed on the way.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.text.words import day, plural
from app.workshops.models import Anonymity, RoundState, Workshop
from app.workshops.phases import CLINIC, TEMPLATES
from app.workshops.visibility import FEWEST_BALLOTS
from app.workshops.wording import STORED, lasting


@dataclass(frozen=True)
class RoundHeld:
    """A round of the final ballot, void ones included, or a live vote in the meeting."""

    final: bool
    state: RoundState
    method: str
    rule: str
    sealed: bool
    opened_at: datetime
    closed_at: datetime | None
    electorate: int
    submitted: int


@dataclass(frozen=True)
class Conduct:
    """How it was run, in numbers."""

    facilitator: str
    invited: int
    observers: int
    #: Cards that began as a post in the forum.
    brought: int
    ballots: Sequence[RoundHeld]


def draft_method(workshop: Workshop, conduct: Conduct) -> str:
    """One line for each item that a reader of such a report looks for."""
    said = {
        "Who ran it": f"{conduct.facilitator} facilitated.",
        "Who was asked": _asked(conduct),
        "What they knew beforehand": "The purpose, the run sheet, and the sentence on what is stored of who wrote.",
        "How it went": _course(workshop),
        "Where the items came from": _items(workshop, conduct),
        "Names": f"Beside every card’s form stood: “{STORED[workshop.anonymity]}”{_sealed(conduct)}",
        "Rounds": _rounds(conduct),
        "The rule, fixed before the first vote": _rule(conduct),
        "What was changed on the way": _changes(workshop, conduct),
        "What is not shown": f"Nothing of fewer than {FEWEST_BALLOTS} ballots{_counts(workshop)}.",
    }
    return "\n".join(f"- **{item}.** {words}" for item, words in said.items() if words)


def _asked(conduct: Conduct) -> str:
    watched = f", and {conduct.observers} more to observe only" if conduct.observers else ""
    return f"{conduct.invited} members of the learning network, by invitation{watched}. Nobody from outside it."


def _course(workshop: Workshop) -> str:
    template = TEMPLATES.get(workshop.template)
    phases = ", ".join(f"{phase.title.lower()} ({phase.minutes} min)" for phase in workshop.phases)
    when = f" on {day(workshop.starts_at)}" if workshop.starts_at else ""
    return " ".join(
        part
        for part in (
            f"{template.title}." if template else "",
            f"The meeting{when}: {phases}." if phases else "There was no meeting.",
            f"Then {lasting(workshop.catch_up_hours)} to read the board and add to it."
            if workshop.catch_up_hours
            else "",
            f"Then {lasting(workshop.ballot_hours)} to vote." if workshop.ballot_hours else "",
        )
        if part
    )


def _items(workshop: Workshop, conduct: Conduct) -> str:
    brought = f" {conduct.brought} of the cards were brought from the forum." if conduct.brought else ""
    topics = (
        "The network’s prioritised Tricky Topics as the first themes, and the "
        if workshop.template == CLINIC
        else "The "
    )
    return f"{topics}participants’ own cards, grouped into themes by the participants.{brought}"


def _sealed(conduct: Conduct) -> str:
    sealed = any(each.final and each.sealed for each in conduct.ballots)
    return " Ballots were sealed: none can be joined to a person." if sealed else ""


def _rounds(conduct: Conduct) -> str:
    held = [each for each in conduct.ballots if each.final and each.state is not RoundState.VOID]
    return " ".join(
        f"{at} of {len(held)}, by {each.method}, {_span(each)}: {each.submitted} of {each.electorate} voted."
        for at, each in enumerate(held, 1)
    )


def _span(each: RoundHeld) -> str:
    until = f" to {day(each.closed_at)}" if each.closed_at else ", still open"
    return f"{day(each.opened_at)}{until}"


def _rule(conduct: Conduct) -> str:
    held = [each.rule for each in conduct.ballots if each.final and each.state is not RoundState.VOID]
    return held[-1] if held else ""


def _changes(workshop: Workshop, conduct: Conduct) -> str:
    void = sum(each.state is RoundState.VOID for each in conduct.ballots)
    said = []
    if void:
        said.append(f"{plural(void, 'vote')} had to be held again; what was given before is void.")
    if workshop.state_reason:
        said.append(f"It was opened anew: {' '.join(workshop.state_reason.split())}")
    return " ".join(said) or "Nothing."


def _counts(workshop: Workshop) -> str:
    hidden = workshop.anonymity is Anonymity.UNATTRIBUTED
    return f", and no number of writers under {FEWEST_BALLOTS}" if hidden else ""
