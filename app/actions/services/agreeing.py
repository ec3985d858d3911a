"""Agreeing an action and changing what was agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.accounts.models import Person
from app.actions.events import ActionAgreed, ActionEdited
from app.actions.lifecycle import ACTION
from app.actions.models import Action
from app.actions.policy import Agreement, Permission
from app.core import audit, clock
from app.core.actor import Actor
from app.core.concurrency.versions import expect_version
from app.core.db import db
from app.core.errors import Invalid
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.interventions.models import Intervention
from app.networks.models import LearningNetwork
from app.networks.services import is_member, next_number
from app.topics.models import AdditionalIssue, TrickyTopic


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is agreed: verb and object, who, by when, and how one will see that it helped. One source at most."""

    title: str
    owner_id: int
    due_on: date
    success_indicator: str
    intervention_id: int | None = None
    topic_id: int | None = None
    issue_id: int | None = None


def agree_action(actor: Actor, network: LearningNetwork, draft: Draft) -> Action:
    """Put an action on the register. An AL may take one on themselves, for an intervention.

    Invalid if its day has passed, its owner is no member, or its source is of another network or more than one.
    """
    require(actor, Permission.ADD, network)
    require(actor, Permission.AGREE, Agreement(network.id, draft.owner_id, draft.intervention_id))
    if draft.due_on < clock.today():
        raise Invalid(gettext("That day has passed."), {"due_on": [gettext("Give a day from today on.")]})
    at = clock.now()
    action = Action(
        network_id=network.id,
        number=next_number(network.id, "action"),
        state=ACTION.initial,
        state_since=at,
        created_by_id=actor.person_id,
        created_at=at,
    )
    _write(action, draft)
    db.session.add(action)
    db.session.flush()  # the history below needs its id
    audit.record(actor, "agree", action, after=ACTION.initial)
    announce(
        ActionAgreed(network_id=network.id, actor_id=actor.person_id, action_id=action.id, owner_id=action.owner_id)
    )
    return action


def edit_action(actor: Actor, action: Action, draft: Draft, *, seen_version: int | None = None) -> Action:
    """Change words, owner, date or source. Who changes what others rely on leaves a trace: owner and date.

    Conflict if somebody else was quicker. Invalid as in `agree_action`; a day that has passed may stay.
    """
    require(actor, Permission.EDIT, action)
    require(actor, Permission.AGREE, Agreement(action.network_id, draft.owner_id, draft.intervention_id))
    expect_version(action, seen_version, _as_it_stands(action))
    if draft.due_on != action.due_on and draft.due_on < clock.today():
        raise Invalid(
            gettext("That day has passed."), {"due_on": [gettext("Give a day from today on, or leave the old one.")]}
        )
    before = _terms(action)
    _write(action, draft)
    db.session.flush()  # an editor who was slower loses here, before anything is told
    after = _terms(action)
    changed = after != before
    audit.record(actor, "edit", action, before=before if changed else None, after=after if changed else None)
    announce(
        ActionEdited(
            network_id=action.network_id, actor_id=actor.person_id, action_id=action.id, owner_id=action.owner_id
        )
    )
    return action


def _write(action: Action, draft: Draft) -> None:
    _check(action.network_id, draft)
    action.title = draft.title
    action.owner_id = draft.owner_id
    action.due_on = draft.due_on
    action.success_indicator = draft.success_indicator
    action.intervention_id = draft.intervention_id
    action.topic_id = draft.topic_id
    action.issue_id = draft.issue_id


def _check(network_id: int, draft: Draft) -> None:
    if not is_member(network_id, draft.owner_id):
        raise Invalid(gettext("The owner is not a member."), {"owner": [gettext("Choose a member of this network.")]})
    sources = ((Intervention, draft.intervention_id), (TrickyTopic, draft.topic_id), (AdditionalIssue, draft.issue_id))
    named = [(model, row_id) for model, row_id in sources if row_id is not None]
    if len(named) > 1:
        raise Invalid(
            gettext("That is more than one source."), {"source": [gettext("Choose one thing that this makes happen.")]}
        )
    for model, row_id in named:
        found = db.session.scalar(select(model.network_id).where(model.id == row_id))
        if found != network_id:
            raise Invalid(gettext("The source is not here."), {"source": [gettext("Choose one of this network.")]})


def _as_it_stands(action: Action) -> dict[str, str]:
    return {
        "title": action.title,
        "due_on": action.due_on.isoformat(),
        "success_indicator": action.success_indicator,
    }


def _terms(action: Action) -> str:
    """Who and by when, as a line of history says it."""
    owner = db.session.get_one(Person, action.owner_id)
    return f"{owner.name}, by {action.due_on.isoformat()}"
