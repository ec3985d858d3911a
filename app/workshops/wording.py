"""What the pages and letters of workshops say in more than one place."""

from __future__ import annotations

from app.core.language.spoken import lazy_gettext
from app.core.text.words import plural
from app.workshops.models import Anonymity, Method, Part, Workshop
from app.workshops.visibility import FEWEST_BALLOTS

#: What is stored of who wrote a card: the promise that the planner chooses and that stands beside every card's form.
STORED = {
    Anonymity.UNATTRIBUTED: (
        lazy_gettext(
            "No name is stored with a card, and no time, only the day. It is noted that you took part, not what you wrote."
        )
    ),
    Anonymity.HIDDEN: (
        lazy_gettext(
            "Your name is stored with each card. Those who run the workshop see it; the other participants do not."
        )
    ),
    Anonymity.NAMED: lazy_gettext("Your name is stored with each card, and everybody in the workshop sees it."),
}

#: With fewer who may write than this, each of them can be guessed; and nothing is shown of fewer ballots.
FEWEST_WRITERS = FEWEST_BALLOTS
FEW_WRITERS = lazy_gettext(
    "Fewer than five people may write here: whoever knows them may guess who wrote a card. "
    "Of fewer than five ballots nothing is shown."
)

#: The same as a choice for the planner.
ANONYMITY_CHOICES = {
    Anonymity.UNATTRIBUTED: f"Unattributed cards and sealed ballots. {STORED[Anonymity.UNATTRIBUTED]}",
    Anonymity.HIDDEN: f"Names hidden. {STORED[Anonymity.HIDDEN]}",
    Anonymity.NAMED: f"Named. {STORED[Anonymity.NAMED]}",
}

#: What is stored of who voted how in the meeting, beside the form of every live vote.
_CHANGEABLE = lazy_gettext("Your vote is stored with your name, so that you can change it until the voting closes.")
LIVE_VOTE_STORED = {
    Anonymity.UNATTRIBUTED: (
        f"{_CHANGEABLE} Then all names are taken off for good: what was chosen stays, and not by whom."
    ),
    Anonymity.HIDDEN: f"{_CHANGEABLE} Nobody is shown who voted how.",
    Anonymity.NAMED: f"{_CHANGEABLE} Nobody is shown who voted how.",
}

#: What each move of a workshop has done, for whoever made it.
STEP_SAID = {
    "schedule": lazy_gettext("The invitations are on their way: one letter to each person, with a calendar entry."),
    "open_collecting": lazy_gettext("It is open: everybody invited can write cards now."),
    "start": lazy_gettext("The meeting has begun. Your steps move the room."),
    "catch_up": lazy_gettext("The board is open: everybody invited can read it and add to it."),
    "open_ballot": lazy_gettext("The final ballot is open to everybody who was invited by now."),
    "close": lazy_gettext("The workshop is closed. What becomes of each theme can be recorded now."),
    "reopen": lazy_gettext("The board is open again, for a new round."),
    "cancel": lazy_gettext("The workshop is cancelled. Those who had an invitation are told why."),
}

#: What an invited person does there, in a sentence: "You are invited as …".
PART_WORDS = {
    Part.FACILITATOR: "facilitator: your steps move the room",
    Part.CO_FACILITATOR: "co-facilitator: you can take over the room",
    Part.PARTICIPANT: "participant: you write, group and vote",
    Part.OBSERVER: "observer: you read, and neither write nor vote",
}


def warning_of_few(anonymity: Anonymity, writers: int) -> str:
    """What whoever plans and whoever writes is told where the promise of no names holds less than it says; or ""."""
    return FEW_WRITERS if anonymity is Anonymity.UNATTRIBUTED and writers < FEWEST_WRITERS else ""


def stored_of(anonymity: Anonymity, writers: int) -> str:
    """What stands beside the form of every card, where so many may write."""
    return f"{STORED[anonymity]} {warning_of_few(anonymity, writers)}".rstrip()


def way_to_vote(method: Method, budget: int) -> str:
    """A method with its number: 5 dots each."""
    dots = f"{plural(budget, 'dot')} each"
    ranking = f"ranking of the best {budget} (nominal group technique)"
    return {Method.DOTS: dots, Method.RANK: ranking, Method.RATE: "rating from 1 to 9 (Delphi)"}[method]


def lasting(hours: int) -> str:
    """So many hours, in days where they are whole days: 44 hours, 3 days."""
    if hours >= 48 and hours % 24 == 0:
        return f"{hours // 24} days"
    return plural(hours, "hour")


def length(workshop: Workshop) -> str:
    """How long the meeting is, in words."""
    return f"{workshop.minutes} minutes" if workshop.minutes else "without a meeting, in your own time"


def weight(cards: int, secondings: int) -> str:
    """How much stands behind a theme: 3 cards, seconded by 2."""
    said = plural(cards, "card")
    return f"{said}, seconded by {secondings}" if secondings else said
