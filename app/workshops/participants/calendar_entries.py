"""A workshop as calendar entries: the meeting, and the day on which the final ballot closes."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.core import clock
from app.core.documents.ical import Entry, Named
from app.core.language.spoken import gettext
from app.core.text.words import moment, weekday
from app.workshops.lifecycle import BOARD_IS_OPEN
from app.workshops.models import Answer, Workshop

#: A deadline is drawn as the last quarter of an hour before it: many calendars hide what takes no time.
DRAWN = timedelta(minutes=15)

_PARTSTAT = {Answer.YES: "ACCEPTED", Answer.NO: "DECLINED", Answer.MAYBE: "TENTATIVE", None: "NEEDS-ACTION"}


def is_left_out(workshop: Workshop) -> bool:
    """Whether the workshop has gone on without the meeting that people have in their calendars."""
    starts_at = workshop.starts_at if workshop.minutes else None
    return starts_at is not None and workshop.state in BOARD_IS_OPEN and starts_at > clock.now()


def takes_out(workshop: Workshop, before: str) -> bool:
    """Whether coming from that state to its present one took the meeting out of the calendars it stood in."""
    if workshop.state == "cancelled":
        return before != "draft"
    return before == "collecting" and is_left_out(workshop)


def _when(starts_at: datetime, minutes: int) -> str:
    return gettext(
        "%(weekday)s %(moment)s by the %(place)s clock, %(minutes)s minutes.",
        weekday=weekday(starts_at),
        moment=moment(starts_at),
        place=clock.place(),
        minutes=minutes,
    )


def meeting(
    workshop: Workshop,
    url: str,
    organiser: Named,
    *,
    attendee: Named | None = None,
    answer: Answer | None = None,
    answer_url: str = "",
    cancelled: bool = False,
    call_url: str = "",
) -> Entry | None:
    """The meeting's entry; None if there is none or its time is not fixed. `cancelled`: for this person only.

    `call_url`: where this person gets into the call; "" for who does not join it.
    """
    if workshop.starts_at is None or not workshop.minutes:
        return None
    text = [
        workshop.purpose,
        "",
        _when(workshop.starts_at, workshop.minutes),
        gettext("The call: %(address)s", address=call_url) if call_url else "",
        gettext("The workshop: %(address)s", address=url),
        gettext("Can you come? Answer here: %(address)s", address=answer_url) if answer_url else "",
    ]
    return Entry(
        uid=workshop.ics_uid,
        sequence=workshop.ics_sequence,
        starts_at=workshop.starts_at,
        ends_at=workshop.starts_at + timedelta(minutes=workshop.minutes),
        title=workshop.title,
        text="\n".join(line for at, line in enumerate(text) if line or at == 1),
        url=url,
        organiser=organiser,
        place=call_url,
        attendee=attendee,
        answered=_PARTSTAT[answer],
        cancelled=cancelled or workshop.state == "cancelled" or is_left_out(workshop),
    )


def ballot_deadline(
    workshop: Workshop, url: str, organiser: Named, *, withdrawn_from: datetime | None = None
) -> Entry | None:
    """The close of the final ballot; None until it is known. A workshop that is opened anew moves the same entry.

    `withdrawn_from`: the ballot was cancelled or closed early, and would have closed then.
    """
    closes_at = withdrawn_from or (workshop.closes_at if workshop.state == "final_ballot" else None)
    if closes_at is None:
        return None
    local = clock.local(closes_at)
    return Entry(
        uid=f"ballot-{workshop.ics_uid}",
        sequence=workshop.version,
        starts_at=closes_at - DRAWN,
        ends_at=closes_at,
        title=f"Ballot closes: {workshop.title}",
        text=(
            "Present or absent, everybody's ballot counts alike.\n"
            f"Open until {local:%A} {local.day} {local:%B %Y}, {local:%H:%M} by the {clock.place()} clock.\nVote here: {url}/ballot"
        ),
        url=f"{url}/ballot",
        organiser=organiser,
        busy=False,
        cancelled=withdrawn_from is not None,
    )
