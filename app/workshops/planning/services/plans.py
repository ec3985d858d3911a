"""Planning a workshop and changing the plan: what, when, for how long, and what is stored of who wrote."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import exists, select

from app.core import audit, clock
from app.core.actor import Actor
from app.core.concurrency.versions import expect_version
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.networks.models import LearningNetwork
from app.networks.services import next_number
from app.workshops.event_log import record_event
from app.workshops.lifecycle import UNDER_WAY, WORKSHOP
from app.workshops.locking import lock_workshop
from app.workshops.models import Anonymity, Answer, Contribution, Part, Workshop, WorkshopMember
from app.workshops.phases import LENGTH_OF_A_MEETING, LONGEST_MEETING, SHORTEST_MEETING, Template, stretched
from app.workshops.planning.services.parts import (
    BEFORE_THE_MEETING,
    phases_of,
    put_phases,
    tell_of_change,
    template_named,
)
from app.workshops.planning.vote_settings import Votes, faults_of, settled
from app.workshops.policy import Permission
from app.workshops.queries import seat_of
from app.workshops.room.services import deadlines

#: Nobody plans further ahead; a year that was typed wrong is told.
FURTHEST = timedelta(days=3 * 365)


@dataclass(frozen=True, kw_only=True)
class Plan(Votes):
    """What the planner decides. `minutes`, the hours and the votes of None are the template's."""

    title: str
    purpose: str
    template: str = "tricky-topics"
    anonymity: Anonymity = Anonymity.UNATTRIBUTED
    starts_at: datetime | None = None
    minutes: int | None = None
    call_url: str = ""
    critical_reason: str = ""
    catch_up_hours: int | None = None
    ballot_hours: int | None = None


def plan(actor: Actor, network: LearningNetwork, wanted: Plan) -> Workshop:
    """A draft with the template's phases. Whoever plans it facilitates it; nobody hears of it yet.

    Invalid for what cannot be planned, each fault at its field.
    """
    require(actor, Permission.PLAN, network)
    at = clock.now()
    made = Workshop(
        network_id=network.id,
        number=next_number(network.id, "workshop"),
        state=WORKSHOP.initial,
        state_since=at,
        facilitator_id=actor.person_id,
        ics_uid=f"workshop-{secrets.token_hex(16)}@learning-networks.invalid",
        created_by_id=actor.person_id,
        created_at=at,
    )
    template = _checked(network.id, wanted, earlier=None)
    _write(made, wanted, template, settled(wanted, template))
    db.session.add(made)
    db.session.flush()  # phases, the facilitator and the history name it by its id
    put_phases(made, stretched(template.phases, made.minutes))
    db.session.add(
        WorkshopMember(
            workshop_id=made.id,
            person_id=actor.person_id,
            part=Part.FACILITATOR,
            answer=Answer.YES,
        )
    )
    audit.record(actor, "plan", made, after=made.title)
    return made


def change(actor: Actor, workshop: Workshop, wanted: Plan, *, seen_version: int | None = None) -> Workshop:
    """Change the plan. If people are invited, a new time or place renews their calendar entries; a new time asks again.

    Once the meeting began, its time, template and votes stand; so does its anonymity from the first card on, but names
    can still be hidden. What would change these is Invalid, like what cannot be planned. Refused for a workshop that is
    over; Conflict if somebody else was quicker.
    """
    lock_workshop(workshop)
    require(actor, Permission.CHANGE, seat_of(workshop, actor))
    if workshop.state not in BEFORE_THE_MEETING | UNDER_WAY:
        raise Refused(
            gettext("This workshop is %(workshop)s; its plan stands.", workshop=WORKSHOP.label(workshop.state)),
            gettext("Plan a new one instead."),
        )
    expect_version(workshop, seen_version, _as_it_stands(workshop))
    template = _checked(workshop.network_id, wanted, earlier=workshop)
    time, place = _time(workshop), workshop.call_url
    # The same template again keeps the run sheet as it was set, stretched if the length is another.
    phases = phases_of(workshop) if wanted.template == workshop.template else template.phases
    _write(workshop, wanted, template, _votes(workshop, wanted, template))
    deadlines.put_off(actor, workshop)
    retimed, moved = _time(workshop) != time, workshop.call_url != place
    told = workshop.state in UNDER_WAY and (retimed or moved)
    workshop.ics_sequence += told
    db.session.flush()  # an editor who was slower loses here, before anything is told
    if workshop.state in BEFORE_THE_MEETING:
        put_phases(workshop, stretched(phases, workshop.minutes))
    audit.record(actor, "change the plan", workshop)
    if told:
        tell_of_change(actor, workshop, ask_again=retimed)
    record_event(workshop.id, "changed")
    return workshop


def _as_it_stands(workshop: Workshop) -> dict[str, str]:
    """The fields that two planners may both have changed, for the page that shows the second what stands."""
    when = f"{clock.local(workshop.starts_at):%Y-%m-%d %H:%M}" if workshop.starts_at else "not fixed"
    return {
        "title": workshop.title,
        "purpose": workshop.purpose,
        "starts_on": when,
        "call_url": workshop.call_url or "none",
        "critical_reason": workshop.critical_reason or "none",
    }


def _votes(earlier: Workshop, wanted: Plan, template: Template) -> dict[str, Any]:
    # A template of the network's own is known by the site's that it varies: the same again keeps what was set.
    return settled(wanted, earlier if wanted.template == earlier.template else template)


def _write(workshop: Workshop, wanted: Plan, template: Template, votes: dict[str, Any]) -> None:
    for name, value in votes.items():
        setattr(workshop, name, value)
    workshop.title, workshop.purpose = wanted.title, wanted.purpose
    workshop.template, workshop.anonymity = template.key, wanted.anonymity
    workshop.starts_at = wanted.starts_at
    workshop.minutes = _minutes(wanted, template)
    workshop.catch_up_hours = template.catch_up_hours if wanted.catch_up_hours is None else wanted.catch_up_hours
    workshop.ballot_hours = template.ballot_hours if wanted.ballot_hours is None else wanted.ballot_hours
    workshop.call_url = wanted.call_url or None
    workshop.critical_reason = wanted.critical_reason or None


def _minutes(wanted: Plan, template: Template) -> int:
    return (wanted.minutes or template.minutes) if template.phases else 0


def _checked(network_id: int, wanted: Plan, earlier: Workshop | None) -> Template:
    """The template that is meant. Refuses what cannot be planned, each fault at its field."""
    faults = faults_of(wanted)
    template = template_named(network_id, wanted.template)
    if template is None:
        faults["template"] = [gettext("Choose one of the templates.")]
    if wanted.call_url and not _is_web_address(wanted.call_url):
        faults["call_url"] = [gettext("Give the whole address of the call, from https:// on.")]
    if wanted.minutes is not None and not SHORTEST_MEETING <= wanted.minutes <= LONGEST_MEETING:
        faults["minutes"] = [LENGTH_OF_A_MEETING]
    new_time = earlier is None or wanted.starts_at != earlier.starts_at
    if wanted.starts_at and new_time and wanted.starts_at <= clock.now():
        faults["starts_on"] = [gettext("This is in the past. Give a time still to come.")]
    if wanted.starts_at and wanted.starts_at > clock.now() + FURTHEST:
        faults["starts_on"] = [gettext("This is more than three years ahead. Is the year right?")]
    if earlier and template:
        _check_against(earlier, wanted, template, faults)
    if faults or template is None:
        raise Invalid(gettext("The plan was not saved."), faults)
    return template


def _check_against(earlier: Workshop, wanted: Plan, template: Template, faults: dict[str, list[str]]) -> None:
    if earlier.state not in BEFORE_THE_MEETING:
        if (wanted.starts_at, _minutes(wanted, template)) != _time(earlier):
            faults["starts_on"] = [gettext("The meeting has begun; its time stands.")]
        if wanted.template != earlier.template:
            faults["template"] = [gettext("The meeting has begun; its phases stand.")]
        for name, value in _votes(earlier, wanted, template).items():
            if value != getattr(earlier, name):
                faults[name] = [gettext("It has begun: how it votes was fixed beforehand and stands.")]
    elif earlier.state != "draft" and template.phases and wanted.starts_at is None:
        faults["starts_on"] = [gettext("People are invited to it: give the new time, or cancel the workshop.")]
    begun = earlier.state not in BEFORE_THE_MEETING
    if wanted.anonymity != earlier.anonymity and (begun or _has_cards(earlier.id)):
        hides = (earlier.anonymity, wanted.anonymity) == (Anonymity.NAMED, Anonymity.HIDDEN)
        if not hides:
            # A card or a vote that was given with a name stored cannot become one that never had any.
            given = "It has begun" if begun else "Cards have been written"
            faults["anonymity"] = [
                gettext("%(given)s under this promise. Names can still be hidden, no more.", given=given)
            ]


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(sign.isspace() for sign in text)


def _has_cards(workshop_id: int) -> bool:
    return bool(db.session.scalar(select(exists().where(Contribution.workshop_id == workshop_id))))


def _time(workshop: Workshop) -> tuple[datetime | None, int]:
    return workshop.starts_at, workshop.minutes
