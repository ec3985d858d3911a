"""Setting a meeting's run sheet before it begins, and keeping it as a template for the network's next workshops."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.core import audit, clock
from app.core.actor import Actor
from app.core.concurrency.versions import expect_version
from app.core.db import db, insert_once
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.core.language.spoken import gettext, lazy_gettext
from app.core.permissions import require
from app.core.text.signs import stated
from app.networks.models import LearningNetwork
from app.workshops.event_log import record_event
from app.workshops.lifecycle import UNDER_WAY
from app.workshops.locking import lock_workshop
from app.workshops.models import SavedTemplate, Workshop
from app.workshops.phases import LENGTH_OF_A_MEETING, LONGEST_MEETING, SHORTEST_MEETING, PhaseKind, PhasePlan
from app.workshops.planning.services.parts import BEFORE_THE_MEETING, phases_of, put_phases, tell_of_change
from app.workshops.planning.vote_settings import HOW_TO_VOTE
from app.workshops.policy import Permission
from app.workshops.queries import seat_of

_ORDER = list(PhaseKind)
_TAKEN = lazy_gettext("This network has a template of that name.")


def set_run_sheet(
    actor: Actor, workshop: Workshop, phases: Sequence[PhasePlan], *, seen_version: int | None = None
) -> None:
    """These phases, in the order of a meeting; the meeting is as long as they are. Its calendar entry follows.

    Refused once the meeting has begun, and for a workshop without one. Conflict if somebody else was quicker. Invalid
    if no phase collects cards, or if all together are too short or too long.
    """
    lock_workshop(workshop)
    require(actor, Permission.CHANGE, seat_of(workshop, actor))
    if workshop.state not in BEFORE_THE_MEETING:
        raise Refused(
            gettext("The meeting has begun; its phases stand."),
            gettext("Its clock can be given more time in the room."),
        )
    if not workshop.minutes:
        raise Refused(gettext("This workshop has no meeting."), gettext("Choose a template with one."))
    expect_version(workshop, seen_version)
    wanted = sorted(phases, key=lambda each: _ORDER.index(each.kind))
    if PhaseKind.COLLECT not in {each.kind for each in wanted}:
        raise Invalid(
            gettext("The run sheet was not saved."), {"collect_minutes": [gettext("Without it nobody writes a card.")]}
        )
    minutes = _length(wanted)
    told = workshop.state in UNDER_WAY and workshop.starts_at is not None and minutes != workshop.minutes
    workshop.minutes = minutes
    workshop.ics_sequence += told
    db.session.flush()  # an editor who was slower loses here, before anything is told
    put_phases(workshop, wanted)
    audit.record(actor, "set the run sheet", workshop)
    if told:
        tell_of_change(actor, workshop, ask_again=False)
    record_event(workshop.id, "changed")


def _length(phases: Sequence[PhasePlan]) -> int:
    """Minutes of all phases; Invalid if the plan could not be that long either, told at the longest phase."""
    minutes = sum(each.minutes for each in phases)
    if not SHORTEST_MEETING <= minutes <= LONGEST_MEETING:
        longest = max(phases, key=lambda each: each.minutes)
        said = f"All phases together are {minutes} minutes. {LENGTH_OF_A_MEETING}"
        raise Invalid(gettext("The run sheet was not saved."), {f"{longest.kind}_minutes": [said]})
    return minutes


def save_template(actor: Actor, workshop: Workshop, title: str, *, in_place: bool = False) -> None:
    """Keep this workshop's run sheet, hours and votes under a name, for whoever plans in this network.

    `in_place`: a template of that name becomes this one; else it is a Conflict. Refused for a workshop without a
    meeting.
    """
    require(actor, Permission.PLAN, workshop)
    phases = phases_of(workshop)
    if not phases:
        raise Refused(gettext("This workshop has no meeting."), gettext("There is no run sheet to keep."))
    kept = {
        "network_id": workshop.network_id,
        "title": title,
        "base": workshop.template,
        "phases": [[each.kind.value, each.title, each.minutes, each.goes_on] for each in phases],
        "catch_up_hours": workshop.catch_up_hours,
        "ballot_hours": workshop.ballot_hours,
        **{name: getattr(workshop, name) for name in HOW_TO_VOTE},
        "saved_by_id": actor.person_id,
        "saved_at": clock.now(),
    }
    if insert_once(SavedTemplate, kept):
        return
    if not in_place:
        raise Conflict(_TAKEN, {"save_as": title}, gettext("Give it another name, or put this one in its place."))
    held = SavedTemplate.network_id == workshop.network_id, SavedTemplate.title == title
    saved = db.session.scalars(select(SavedTemplate).where(*held).with_for_update()).one()
    for name, value in kept.items():
        setattr(saved, name, value)
    audit.record(actor, "put a template in place", saved, after=title)


def rename_template(actor: Actor, network: LearningNetwork, template_id: int, title: str) -> None:
    """Give a saved template another name. Invalid if it is empty or taken; NotFound for one of another network."""
    require(actor, Permission.PLAN, network)
    saved, named = _saved(network, template_id), stated(title)
    if not named:
        raise Invalid(gettext("It was not renamed."), {"title": [gettext("Give it a name.")]})
    others = select(SavedTemplate.id).where(
        SavedTemplate.network_id == network.id, SavedTemplate.title == named, SavedTemplate.id != saved.id
    )
    if db.session.scalars(others).first() is not None:
        raise Invalid(gettext("It was not renamed."), {"title": [_TAKEN]})
    audit.record(actor, "rename a template", saved, before=saved.title, after=named)
    saved.title = named


def drop_template(actor: Actor, network: LearningNetwork, template_id: int) -> None:
    """Take a saved template from the choices. Workshops that were planned with it keep their phases.

    NotFound for one of another network.
    """
    require(actor, Permission.PLAN, network)
    saved = _saved(network, template_id)
    audit.record(actor, "drop a template", saved, before=saved.title)
    db.session.delete(saved)


def _saved(network: LearningNetwork, template_id: int) -> SavedTemplate:
    saved = db.session.get(SavedTemplate, template_id)
    if saved is None or saved.network_id != network.id:
        raise NotFound
    return saved
