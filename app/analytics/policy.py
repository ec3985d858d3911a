"""Who sees figures, and who may ask for any of them."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from app.core.actor import Actor
from app.core.language.spoken import lazy_gettext
from app.core.permissions import Rule, register
from app.networks.models import Role
from app.networks.policy import Capability, can, is_administrator
from app.networks.policy import Permission as Networks


class Permission(StrEnum):
    SEE = "analytics:overlay:read"
    ASK = "analytics:measure:ask"
    READ_LOG = "analytics:question:read"
    ALLOW = "analytics:question:allow"
    KEEP = "analytics:dataset:keep"


def is_site_wide_analyst(actor: Actor, _subject: Any) -> bool:
    return actor.is_analyst


def answers_for_the_data(actor: Actor, network: Any) -> bool:
    """The person named as responsible for the network's data, as long as they are a member of it."""
    return actor.signed_in and network.data_responsible_id == actor.person_id and bool(actor.roles_in(network.id))


def chairs_where_nobody_answers(actor: Actor, network: Any) -> bool:
    """The chair, while nobody is named as responsible for the network's data."""
    return network.data_responsible_id is None and Role.CHAIR in actor.roles_in(network.id)


TABLE = {
    Permission.SEE: Rule(
        ((can(Capability.SEE_ANALYTICS),),), lazy_gettext("Only members see the figures of a network.")
    ),
    # A module without a network has nobody but the site-wide analysts; for others it is not there.
    Permission.ASK: Rule(
        ((can(Capability.ASK_MEASURES),), (is_site_wide_analyst,)),
        lazy_gettext("Only the chair and the analysts of a module ask for any measure of it."),
        Permission.SEE,
        lazy_gettext("The overlay of each topic is open to every member."),
    ),
    Permission.READ_LOG: Rule(
        ((answers_for_the_data,), (chairs_where_nobody_answers,)),
        lazy_gettext("Only the person responsible for the network’s data reads who asked for what."),
        Networks.READ,
        lazy_gettext("The network’s page names them; while nobody is named, it is the chair."),
    ),
    Permission.ALLOW: Rule(
        ((answers_for_the_data,), (chairs_where_nobody_answers,)),
        lazy_gettext("Only the person responsible for the network’s data allows more."),
        Permission.READ_LOG,
    ),
    # Who imports needs no more of the site than this; for all others there is nothing of the kind.
    Permission.KEEP: Rule(
        ((is_administrator,), (is_site_wide_analyst,)),
        lazy_gettext("Only an administrator or an analyst of all modules keeps the datasets."),
    ),
}
register(TABLE)
