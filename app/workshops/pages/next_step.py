"""The one thing to do next in a workshop, for this person and state. Pure: no database, no request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core.language.spoken import gettext
from app.workshops.lifecycle import UNDER_WAY
from app.workshops.models import Part, Workshop
from app.workshops.pages.queries.own import Own

#: So long before its time a meeting can be started from the page's one button.
SOON = timedelta(minutes=45)


@dataclass(frozen=True)
class Next:
    """What to do, in a sentence, and where. `step`: a move of the workshop, sent as a form. `asks`: the answer form."""

    words: str
    label: str = ""
    path: str = ""
    step: str = ""
    asks: bool = False


@dataclass(frozen=True)
class Concluded:
    """How far a workshop is whose ballot is closed: whether every theme has its outcome, and whether the reader publishes."""

    ended: bool = False
    publishes: bool = False


def next_step(
    workshop: Workshop,
    part: Part | None,
    own: Own,
    *,
    runs: bool,
    invited: int,
    now: datetime,
    concluded: Concluded = Concluded(),
) -> Next:
    """One thing, and only one. Paths go on from the workshop's own address."""
    if workshop.state == "closed" and runs and (part is not None or concluded.ended):
        return _to_conclude(concluded)
    if part is None:
        return _for_the_uninvited(workshop, runs=runs, invited=invited)
    match workshop.state:
        case "draft":
            return _draft(workshop, runs=runs, invited=invited)
        case "scheduled" | "collecting":
            return _before(workshop, part, own, runs=runs, now=now)
        case "live":
            return Next(
                gettext("The meeting is under way. Whatever you write is kept, whenever you come."),
                gettext("Enter the room"),
                "/room",
            )
        case "catch_up":
            return _catch_up(part, meets=bool(workshop.phases))
        case "final_ballot":
            return _ballot(own)
        case "published":
            return Next(gettext("What was decided, and what becomes of it."), gettext("Read the write-up"), "/write-up")
        case "closed":
            return Next(
                gettext("The ballot is closed. The outcomes are being written down."),
                gettext("See the results"),
                "/results",
            )
    return Next(gettext("Nothing more happens here."))


def _to_conclude(concluded: Concluded) -> Next:
    if not concluded.ended:
        return Next(
            gettext("The ballot is closed. Each theme ends with an outcome."),
            gettext("Record the outcomes"),
            "/outcomes",
        )
    if concluded.publishes:
        return Next(
            gettext("Every theme has its outcome. Read the write-up through, then publish it."), "Publish", "/publish"
        )
    words = gettext("Every theme has its outcome. The chair or the moderator publishes the write-up.")
    return Next(words, gettext("Read the write-up so far"), "/write-up")


def _for_the_uninvited(workshop: Workshop, *, runs: bool, invited: int) -> Next:
    """The board and the room are for those invited, also where the reader steers the network."""
    if workshop.state == "draft":
        return _draft(workshop, runs=runs, invited=invited)
    if workshop.state == "closed":
        return Next(
            gettext("The ballot is closed. When the outcomes are written down, everybody here reads the write-up.")
        )
    if runs and workshop.state in UNDER_WAY:
        return Next(
            gettext("You steer this network and are not invited here yourself."),
            gettext("Invite yourself or others"),
            "/invite",
        )
    if workshop.state == "published":
        return Next(gettext("What was decided, and what becomes of it."), gettext("Read the write-up"), "/write-up")
    if workshop.state == "cancelled":
        return Next(gettext("Nothing more happens here."))
    return Next(
        gettext("You are not invited to this one. To take part, ask the facilitator, the chair or the moderator.")
    )


def _draft(workshop: Workshop, *, runs: bool, invited: int) -> Next:
    if not runs:
        return Next(gettext("It is being planned. When it is fixed, you get an invitation."))
    if workshop.phases and workshop.starts_at is None:
        return Next(gettext("It has no day yet."), gettext("Say when it is"), "/change")
    if invited < 2:  # whoever plans it is the first on the list
        return Next(gettext("Nobody is invited yet."), gettext("Choose whom to invite"), "/invite")
    return Next(
        gettext("%(invited)s people are on the list. Each gets one letter with a calendar entry.", invited=invited),
        gettext("Send the invitations"),
        step="schedule",
    )


def _before(workshop: Workshop, part: Part | None, own: Own, *, runs: bool, now: datetime) -> Next:
    near = workshop.starts_at is not None and bool(workshop.phases) and workshop.starts_at - now <= SOON
    if part is not None and own.answer is None and workshop.phases:
        return Next(
            gettext("Can you come? Whoever cannot still writes, adds afterwards and votes with equal weight."),
            asks=True,
        )
    if near and part in {Part.FACILITATOR, Part.CO_FACILITATOR}:
        return Next(
            gettext("It is time. Starting opens the room for everybody invited."),
            gettext("Start the meeting"),
            step="start",
        )
    if workshop.state == "collecting":
        if part is Part.OBSERVER:
            return Next(gettext("Cards are being written. You can read them when the board opens."))
        return Next(
            gettext("Cards can be written now. Nobody reads them before the reveal."),
            gettext("Write your cards"),
            "/room",
        )
    if runs:
        words = gettext("Open it some days before the meeting: people then write when they have time.")
        if not workshop.phases:
            words = gettext("There is no meeting. Open it, and everybody writes when they have time.")
        return Next(words, gettext("Open for contributions"), step="open_collecting")
    return Next(gettext("Nothing to do until it opens. You find it on your home page then."))


def _catch_up(part: Part | None, *, meets: bool) -> Next:
    if part is Part.OBSERVER:
        return Next(gettext("The board is open."), gettext("Read the board"), "/board")
    who = "Present or absent: read" if meets else "Read"
    return Next(
        gettext("%(who)s the board, say “I see this too”, and add what is missing.", who=who),
        gettext("Read the board and add to it"),
        "/board",
    )


def _ballot(own: Own) -> Next:
    if own.votes and not own.voted:
        return Next(
            gettext("Everybody invited has one ballot, and all count alike."), gettext("Cast your ballot"), "/ballot"
        )
    if own.voted:
        return Next(
            gettext("Your ballot is in. The results are shown when it closes."), gettext("Read the board"), "/board"
        )
    return Next(
        gettext("The final ballot is open. The results are shown when it closes."), gettext("Read the board"), "/board"
    )
