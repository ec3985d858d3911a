"""Who may propose, support, decide, make and evaluate; and the same rule of sight as a SQL filter."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement

from app.core.actor import Actor
from app.core.language.spoken import lazy_gettext
from app.core.permissions import Rule, register
from app.interventions.lifecycle import CONCLUDED, MAKING, UNDECIDED
from app.interventions.models import Intervention
from app.networks.models import Role
from app.networks.policy import Capability, can, in_networks_where

TEAM = frozenset({Role.MODULE_TEAM, Role.CHAIR})


class Permission(StrEnum):
    READ = "interventions:intervention:read"
    PROPOSE = "interventions:intervention:propose"
    SUPPORT = "interventions:intervention:support"
    EDIT = "interventions:intervention:edit"
    DECIDE = "interventions:intervention:decide"
    MAKE = "interventions:intervention:make"
    APPROVE_READY = "interventions:intervention:approve-ready"
    GO_LIVE = "interventions:intervention:go-live"
    EVALUATE = "interventions:intervention:evaluate"
    CONCLUDE = "interventions:intervention:conclude"


def proposed_it(actor: Actor, subject: Any) -> bool:
    return actor.signed_in and subject.proposed_by_id == actor.person_id


def is_of_the_module_team(actor: Actor, subject: Any) -> bool:
    """The chair is of the module team too."""
    return bool(actor.roles_in(subject.network_id) & TEAM)


def is_undecided(_actor: Actor, subject: Any) -> bool:
    return subject.state in UNDECIDED


def is_open_to_support(_actor: Actor, subject: Any) -> bool:
    return subject.state in {"proposed", "supported"}


def is_in_the_making(_actor: Actor, subject: Any) -> bool:
    return subject.state in MAKING


def is_not_concluded(_actor: Actor, subject: Any) -> bool:
    return subject.state not in CONCLUDED


TABLE = {
    Permission.READ: Rule(((can(Capability.READ),),), lazy_gettext("You are not a member of this network.")),
    Permission.PROPOSE: Rule(
        ((can(Capability.PROPOSE),),),
        lazy_gettext("Your role here reads and comments; it does not propose."),
        Permission.READ,
        lazy_gettext(
            "ALs, the module team, the chair and the moderator propose interventions. Tell one of them in the forum."
        ),
    ),
    # The same people who vote, so that no role outweighs another; but openly, with names.
    Permission.SUPPORT: Rule(
        ((can(Capability.VOTE), is_open_to_support),),
        lazy_gettext("Support is for ALs and the module team, until the chair has decided."),
        Permission.READ,
    ),
    # After the decision the module team answers for the words; what the chair agreed to is not changed by others.
    Permission.EDIT: Rule(
        ((can(Capability.PROPOSE), proposed_it, is_undecided), (is_of_the_module_team, is_not_concluded)),
        lazy_gettext("The proposer edits until the decision, and the module team until it is concluded."),
        Permission.READ,
    ),
    Permission.DECIDE: Rule(
        ((can(Capability.DECIDE),),),
        lazy_gettext("The chair of the module team decides on interventions."),
        Permission.READ,
    ),
    Permission.MAKE: Rule(
        ((is_of_the_module_team, is_in_the_making), (can(Capability.PROPOSE), proposed_it, is_in_the_making)),
        lazy_gettext("The module team and the proposer move it through design and production."),
        Permission.READ,
    ),
    Permission.APPROVE_READY: Rule(
        ((can(Capability.DECIDE),),), lazy_gettext("The chair says when an intervention is ready."), Permission.READ
    ),
    Permission.GO_LIVE: Rule(
        ((is_of_the_module_team,), (can(Capability.MODERATE),)),
        lazy_gettext("The module team or the moderator records that it is live."),
        Permission.READ,
    ),
    Permission.EVALUATE: Rule(
        ((can(Capability.EVALUATE),),),
        lazy_gettext("The module team, the analyst and the researcher record what an intervention did."),
        Permission.READ,
    ),
    Permission.CONCLUDE: Rule(
        ((can(Capability.DECIDE),),),
        lazy_gettext("The chair decides whether to adopt, adapt or abandon."),
        Permission.READ,
    ),
}
register(TABLE)


def visible_interventions(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of interventions:intervention:read."""
    return in_networks_where(Intervention.network_id, actor, Capability.READ)
