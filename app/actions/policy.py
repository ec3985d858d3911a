"""Who may agree, change, work on and verify actions; and the same rule of sight as a SQL filter.

An AL keeps actions "on own offers": an action that they own themselves and that makes an intervention
happen. Everybody else in the method's table keeps all actions of the network.

Verifying is a second pair of eyes. The moderator or the chair verifies, but not what they claim done
themselves, unless the network has no other moderator or chair: then a verification that says so is
better than an action that can never be closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement

from app.actions.lifecycle import SETTLED
from app.actions.models import Action
from app.core.actor import Actor
from app.core.language.spoken import lazy_gettext
from app.core.permissions import Rule, register
from app.networks.models import Role
from app.networks.policy import Capability, can, in_networks_where


class Permission(StrEnum):
    READ = "actions:action:read"
    ADD = "actions:action:add"
    AGREE = "actions:action:agree"
    EDIT = "actions:action:edit"
    NOTE = "actions:action:note-progress"
    WORK = "actions:action:work"
    FINISH = "actions:action:finish"
    VERIFY = "actions:action:verify"
    SEND_BACK = "actions:action:send-back"
    DROP = "actions:action:drop"
    FLAG = "actions:action:flag-critical"


@dataclass(frozen=True)
class Agreement:
    """What is about to be agreed, as far as the rule looks at it."""

    network_id: int
    owner_id: int
    intervention_id: int | None


@dataclass(frozen=True)
class Claim:
    """An action claimed done, and whether somebody other than its owner could verify it."""

    network_id: int
    state: str
    owner_id: int
    others_may_verify: bool


def owns_it(actor: Actor, subject: Any) -> bool:
    return actor.signed_in and subject.owner_id == actor.person_id


def does_not_own_it(actor: Actor, subject: Any) -> bool:
    return not owns_it(actor, subject)


def is_al(actor: Actor, subject: Any) -> bool:
    return Role.AL in actor.roles_in(subject.network_id)


def is_on_an_intervention(_actor: Actor, subject: Any) -> bool:
    return subject.intervention_id is not None


def is_not_settled(_actor: Actor, subject: Any) -> bool:
    return subject.state not in SETTLED


def has_no_other_verifier(_actor: Actor, subject: Any) -> bool:
    return not subject.others_may_verify


_KEEP = can(Capability.KEEP_ACTIONS)
_VERIFY = can(Capability.VERIFY)
_OWN_OFFER = lazy_gettext("An AL keeps actions that they own themselves and that make an intervention happen.")

TABLE = {
    Permission.READ: Rule(((can(Capability.READ),),), lazy_gettext("You are not a member of this network.")),
    Permission.ADD: Rule(
        ((_KEEP,), (is_al,)), lazy_gettext("Your role here reads the register; it does not add to it."), Permission.READ
    ),
    Permission.AGREE: Rule(
        ((_KEEP,), (is_al, owns_it, is_on_an_intervention)),
        _OWN_OFFER,
        Permission.READ,
        lazy_gettext("Ask the moderator or somebody of the module team to agree it with its owner."),
    ),
    Permission.EDIT: Rule(
        ((_KEEP, is_not_settled), (is_al, owns_it, is_on_an_intervention, is_not_settled)), _OWN_OFFER, Permission.READ
    ),
    Permission.NOTE: Rule(
        ((_KEEP,), (can(Capability.READ), owns_it)),
        lazy_gettext("The owner and those who keep the register note progress."),
        Permission.READ,
    ),
    Permission.WORK: Rule(
        ((_KEEP,), (can(Capability.READ), owns_it)),
        lazy_gettext("The owner and those who keep the register move it on."),
        Permission.READ,
    ),
    Permission.FINISH: Rule(
        ((can(Capability.READ), owns_it),),
        lazy_gettext("Only its owner says that it is done."),
        Permission.READ,
        lazy_gettext("If somebody else did it, make them the owner first."),
    ),
    Permission.VERIFY: Rule(
        ((_VERIFY, does_not_own_it), (_VERIFY, has_no_other_verifier)),
        lazy_gettext("The moderator or the chair verifies, and not what they did themselves while another can."),
        Permission.READ,
    ),
    Permission.SEND_BACK: Rule(
        ((_VERIFY,),), lazy_gettext("The moderator or the chair sends an action back."), Permission.READ
    ),
    Permission.DROP: Rule(
        ((_KEEP,), (is_al, owns_it, is_on_an_intervention)),
        lazy_gettext("Those who keep the register drop an action."),
        Permission.READ,
    ),
    Permission.FLAG: Rule(
        ((_VERIFY, is_not_settled),),
        lazy_gettext("The moderator or the chair says that a date is critical."),
        Permission.READ,
    ),
}
register(TABLE)

#: Which permission each move of the lifecycle asks for.
MOVES = {
    "start": Permission.WORK,
    "block": Permission.WORK,
    "unblock": Permission.WORK,
    "finish": Permission.FINISH,
    "verify": Permission.VERIFY,
    "send_back": Permission.SEND_BACK,
    "drop": Permission.DROP,
}


def visible_actions(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of actions:action:read."""
    return in_networks_where(Action.network_id, actor, Capability.READ)
