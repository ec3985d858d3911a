"""Letters about a workshop, each to one person and copied to nobody: with a calendar part, and a link to answer.

Their words are read when they are sent, as in other letters; one that was overtaken by then is not sent.

They are about a meeting at a time, so they wait for no digest and are outside the week's budget of urgent mail. A
person who wants no mail gets only what concerns their calendar: the invitation, a change and the cancellation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from enum import StrEnum
from hashlib import sha256
from typing import Any

from flask import current_app, render_template
from sqlalchemy import and_, select, update

from app.accounts.models import DigestFrequency, Person
from app.core import clock, outbox
from app.core.db import db
from app.core.documents.ical import CalendarMethod, Entry, Named, as_calendar
from app.core.mail import Letter
from app.core.secrets import signed_links
from app.core.site.in_force import in_force
from app.networks.models import LearningNetwork, Module
from app.networks.queries import actor_of, former_names
from app.networks.queries.current import member_today
from app.notifications.letters.notices import MAIL, send
from app.notifications.models import Notice
from app.workshops.lifecycle import BOARD_IS_OPEN, UNDER_WAY
from app.workshops.models import Answer, Round, RoundState, Workshop, WorkshopMember
from app.workshops.participants import calendar_entries

#: Outbox kinds: owe the letters of one occasion, and write one of them and send it.
LETTERS = "notifications.workshop_letters"
LETTER = "notifications.workshop_letter"


class Occasion(StrEnum):
    INVITATION = "invitation"
    CHANGE = "change"
    CANCELLATION = "cancellation"
    #: This person is off the list; the workshop goes on.
    TAKEN_OFF = "taken-off"
    #: The workshop goes on, and the meeting is left out.
    NO_MEETING = "no-meeting"
    #: Cards can be written, some days before the meeting.
    COLLECTING = "collecting"
    CATCH_UP = "catch-up"
    #: The same of a meeting that ended without any time to add: there is the board to read.
    MISSED = "missed"
    BALLOT = "ballot"
    #: It closes later than was said.
    PUT_OFF = "put-off"
    #: Somebody closed it before the time that was said.
    CLOSED_EARLY = "closed-early"
    REMINDER = "reminder"


#: What goes even to those who want no mail.
ABOUT_THE_CALENDAR = frozenset(
    {Occasion.INVITATION, Occasion.CHANGE, Occasion.CANCELLATION, Occasion.TAKEN_OFF, Occasion.NO_MEETING}
)

#: While the workshop is in these states the letter says something true; without an entry, while it is under way.
WHILE: dict[Occasion, frozenset[str]] = {
    Occasion.CANCELLATION: frozenset({"cancelled"}),
    Occasion.COLLECTING: frozenset({"collecting"}),
    Occasion.CATCH_UP: frozenset({"catch_up"}),
    Occasion.MISSED: frozenset({"closed", "published"}),
    Occasion.BALLOT: frozenset({"final_ballot"}),
    Occasion.PUT_OFF: frozenset({"final_ballot"}),
    Occasion.REMINDER: frozenset({"final_ballot"}),
    Occasion.NO_MEETING: BOARD_IS_OPEN,
    Occasion.CLOSED_EARLY: BOARD_IS_OPEN - {"final_ballot"},
}


@dataclass(frozen=True)
class Reader:
    """To whom a letter goes, with what they answered; `handle` of None: not on the list any more."""

    person_id: int
    name: str
    email: str
    handle: str | None
    answer: Answer | None


def owe_letters(occasion: Occasion, workshop_id: int, person_ids: Iterable[int], about: str) -> None:
    """A letter for each of these people, sent by the worker; once for what `about` names, however often asked."""
    people = sorted(person_ids)
    if people:
        debt = {"occasion": occasion.value, "workshop": workshop_id, "people": people, "about": about}
        # The list of a reminder says who has not voted: under this prefix it is forgotten once it is paid.
        whom = sha256(repr(people).encode()).hexdigest()
        outbox.enqueue(LETTERS, debt, once=f"{MAIL}{about}.{whom}")


def write_letters(payload: dict[str, Any]) -> None:
    """Outbox handler: owe each letter, and take the notices of the same news from the next digest."""
    occasion, about = Occasion(payload["occasion"]), payload["about"]
    workshop = db.session.get_one(Workshop, payload["workshop"])
    written = []
    for reader in _readers(workshop, payload["people"], occasion):
        key = f"workshop-{about.replace(':', '-')}-{reader.person_id}"
        debt = {"key": key, "occasion": occasion.value, "workshop": workshop.id, "person": reader.person_id}
        outbox.enqueue(LETTER, debt, once=MAIL + key)
        written.append(reader.person_id)
    told = update(Notice).where(Notice.once_key == about, Notice.person_id.in_(written), Notice.mailed_at.is_(None))
    db.session.execute(told.values(mailed_at=clock.now()).execution_options(synchronize_session=False))


def _readers(workshop: Workshop, person_ids: list[int], occasion: Occasion) -> Iterator[Reader]:
    """Those who are members of the network today and want this mail; nobody once it is overtaken."""
    if workshop.state not in WHILE.get(occasion, UNDER_WAY):
        return iter(())  # what came after it has letters of its own
    on_the_list = and_(WorkshopMember.person_id == Person.id, WorkshopMember.workshop_id == workshop.id)
    member = member_today(Person.id, workshop.network_id)
    query = (
        select(Person.id, Person.name, Person.email, WorkshopMember.answer_token, WorkshopMember.answer)
        .outerjoin(WorkshopMember, on_the_list)
        .where(Person.id.in_(person_ids), Person.active, member)
        .order_by(Person.id)
    )
    if occasion not in ABOUT_THE_CALENDAR:
        query = query.where(Person.mail_pace != DigestFrequency.OFF, WorkshopMember.wants_letters)
    # Who was taken off and invited again meanwhile has the invitation, and no cancellation that is as new as it.
    on_it = WorkshopMember.id.is_not(None)
    query = query.where(~on_it if occasion is Occasion.TAKEN_OFF else on_it)
    return (Reader(*row) for row in db.session.execute(query).all())


def send_letter(payload: dict[str, Any]) -> None:
    """Outbox handler."""
    send(_letter, payload)


def _letter(payload: dict[str, Any]) -> Letter | None:
    workshop = db.session.get_one(Workshop, payload["workshop"])
    occasion = Occasion(payload["occasion"])
    reader = next(_readers(workshop, [payload["person"]], occasion), None)
    if reader is None:
        return None
    words = _words(workshop, reader, occasion)
    return Letter(
        payload["key"],
        reader.email,
        f"[{words['code']}] {render_template('notifications/emails/workshop_subject.txt', **words).strip()}",
        render_template("notifications/emails/workshop.txt", **words).strip() + "\n",
        render_template("notifications/emails/workshop.html", **words),
        stop_url=words["stop_url"],
        **_calendar(workshop, reader, occasion, words),
    )


def _words(workshop: Workshop, reader: Reader, occasion: Occasion) -> dict[str, Any]:
    slug, code = db.session.execute(
        select(LearningNetwork.slug, Module.code)
        .join(LearningNetwork.module)
        .where(LearningNetwork.id == workshop.network_id)
    ).one()
    settings, site = current_app.extensions["settings"], in_force().url
    url = f"{site}/networks/{slug}/workshops/{workshop.number}"
    return {
        "occasion": occasion.value,
        "workshop": workshop,
        "name": reader.name,
        "own": reader.person_id == workshop.facilitator_id,
        "facilitator": _facilitator(workshop, reader),
        "code": code,
        "site": site,
        "url": url,
        "stop_url": "" if occasion in ABOUT_THE_CALENDAR else stop_url(site, reader.handle or ""),
        # The way into a room on the site's own server is each person's own, and made when they ask for it.
        "call_address": workshop.call_url or (f"{url}/call" if settings.bbb_url and workshop.minutes else ""),
        "answer_url": _answer_url(site, reader) if occasion in {Occasion.INVITATION, Occasion.CHANGE} else "",
    }


def _facilitator(workshop: Workshop, reader: Reader) -> str:
    """The name they go by today."""
    seen_by = actor_of(reader.person_id)
    former = former_names(workshop.network_id, seen_by) if seen_by is not None else {}
    return former.get(workshop.facilitator_id) or db.session.get_one(Person, workshop.facilitator_id).name


def stop_url(site: str, handle: str) -> str:
    """Where whoever the handle names says that they want no more letters about the workshop."""
    return f"{site}/workshops/letters/{signed_links.sign_to_stop(handle, current_app.config['SECRET_KEY'])}"


def _answer_url(site: str, reader: Reader) -> str:
    return f"{site}/workshops/answer/{signed_links.sign(reader.handle or '', current_app.config['SECRET_KEY'])}"


def _calendar(workshop: Workshop, reader: Reader, occasion: Occasion, words: dict[str, Any]) -> dict[str, str]:
    """The letter's calendar part; nothing where there is no date."""
    # The site is the organiser: an address that answers for the meeting, and not a colleague's own.
    organiser = Named(in_force().name, parseaddr(in_force().mail_from)[1])
    attendee, url = Named(reader.name, reader.email), words["url"]
    entry: Entry | None = None
    method = CalendarMethod.REQUEST
    if occasion in {Occasion.INVITATION, Occasion.CHANGE}:
        entry = calendar_entries.meeting(
            workshop,
            url,
            organiser,
            attendee=attendee,
            answer=reader.answer,
            answer_url=words["answer_url"],
            call_url=words["call_address"],
        )
        if entry and entry.cancelled:  # the workshop has gone on without its meeting
            entry, method = (None if occasion is Occasion.INVITATION else entry), CalendarMethod.CANCEL
    elif occasion in {Occasion.CANCELLATION, Occasion.CLOSED_EARLY} and (closed := ended_early(workshop)) is not None:
        # The meeting is over; what stands in people's calendars still is the day on which the ballot would close.
        method = CalendarMethod.CANCEL
        entry = calendar_entries.ballot_deadline(workshop, url, organiser, withdrawn_from=closed)
    elif occasion in {Occasion.CANCELLATION, Occasion.TAKEN_OFF, Occasion.NO_MEETING}:
        method = CalendarMethod.CANCEL
        entry = calendar_entries.meeting(
            workshop, url, organiser, attendee=attendee, answer=reader.answer, cancelled=True
        )
    elif occasion in {Occasion.BALLOT, Occasion.PUT_OFF}:
        method = CalendarMethod.PUBLISH
        entry = calendar_entries.ballot_deadline(workshop, url, organiser)
    if entry is None:
        return {}
    return {"calendar": as_calendar(method, [entry], clock.now()), "calendar_method": method.value}


def ended_early(workshop: Workshop) -> datetime | None:
    """When the latest ballot would have closed that a person closed, or a cancellation made void, before that time.

    None if it ran its time, had no end, or was ended before the workshop came to its present state.
    """
    ended = select(Round.closes_at).where(
        Round.workshop_id == workshop.id,
        Round.final,
        Round.state.in_([RoundState.CLOSED, RoundState.VOID]),
        Round.closed_at < Round.closes_at,
        Round.closed_at >= workshop.state_since,
    )
    return db.session.scalars(ended.order_by(Round.number.desc())).first()
