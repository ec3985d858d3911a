"""Setting a network up and moving it through its states."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from app.accounts.models import Person
from app.core import audit
from app.core.actor import Actor
from app.core.concurrency.versions import expect_version
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.lifecycle import take_step
from app.core.permissions import require
from app.core.text import markdown
from app.networks.events import NetworkMoved
from app.networks.lifecycle import NETWORK, missing_to_begin
from app.networks.models import LearningNetwork, Membership
from app.networks.policy import Permission

RESPONSIBLE = ("sponsor_id", "data_responsible_id", "analytics_responsible_id", "interventions_responsible_id")


def set_up_network(
    actor: Actor, network: LearningNetwork, *, seen_version: int | None = None, **given: Any
) -> LearningNetwork:
    """Change purpose, code of conduct (Markdown), sponsor and the three responsible people.

    `given` may name: purpose, code_of_conduct_md, and the fields in RESPONSIBLE (a member's person id or None).
    Conflict, with what stands now, if somebody else saved since `seen_version`. Invalid for a person who is no member,
    and once the network has begun, if something that beginning asked for would be missing.
    """
    require(actor, Permission.SET_UP, network)
    expect_version(network, seen_version, _in_words(network))
    _require_members(network.id, given)
    _require_complete(network, given)
    for field in ("purpose", *RESPONSIBLE):
        if field in given:
            setattr(network, field, given[field])
    if "code_of_conduct_md" in given:
        network.code_of_conduct_md = given["code_of_conduct_md"]
        network.code_of_conduct_html = markdown.render(network.code_of_conduct_md)
    audit.record(actor, "set up the network", network)
    return network


def move_network(actor: Actor, network: LearningNetwork, verb: str, reason: str = "") -> None:
    """Make one move of the network's lifecycle; beginning is refused while something needed is missing."""
    require(actor, Permission.SET_UP, network)
    NETWORK.move(network.state, verb, reason)
    if verb == "begin" and (still := missing_to_begin(network)):
        raise Refused(
            gettext("The network cannot begin yet. Missing: %(still)s.", still=", ".join(still)),
            gettext("Fill this in on the set-up page."),
        )
    before = take_step(actor, network, NETWORK, verb, reason)
    announce(NetworkMoved(network_id=network.id, actor_id=actor.person_id, before=before, after=network.state))


def _require_complete(network: LearningNetwork, given: Mapping[str, Any]) -> None:
    """What beginning asked for stays there afterwards."""
    if network.state != "draft" and (still := missing_to_begin(network, given)):
        raise Invalid(
            gettext("A network that has begun keeps all of these. Missing: %(still)s.", still=", ".join(still))
        )


def _require_members(network_id: int, given: Mapping[str, Any]) -> None:
    """Whoever is responsible belongs to the network: nobody is put in charge of what they cannot see."""
    wanted = {field: given[field] for field in RESPONSIBLE if given.get(field) is not None}
    query = select(Membership.person_id).where(
        Membership.network_id == network_id, Membership.left_at.is_(None), Membership.person_id.in_(wanted.values())
    )
    here = set(db.session.scalars(query)) if wanted else set()
    fault = gettext("Please choose a member of this network; invite the person first if need be.")
    if faults := {field: [fault] for field, person_id in wanted.items() if person_id not in here}:
        raise Invalid(gettext("Nothing was changed."), faults)


def _in_words(network: LearningNetwork) -> dict[str, str]:
    """What stands now, for whoever was second: names instead of numbers."""
    ids = {field: getattr(network, field) for field in RESPONSIBLE}
    query = select(Person.id, Person.name).where(Person.id.in_([each for each in ids.values() if each]))
    names = dict(iter(db.session.execute(query)))
    people = {field: names.get(person_id, "nobody yet") for field, person_id in ids.items()}
    return {"purpose": network.purpose, "code_of_conduct_md": network.code_of_conduct_md, **people}
