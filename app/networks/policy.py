"""Who may do what in a learning network: the permission table of the method, as data.

`GRANTS` is that table, capability by capability; every feature's policy builds its rules from the
predicates below. Site-wide powers (the administrator's) are named apart: an administrator manages
accounts and members and does not read networks.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Exists, bindparam, exists, false
from sqlalchemy.orm import InstrumentedAttribute

from app.core.actor import Actor
from app.core.language.spoken import lazy_gettext
from app.core.permissions import Predicate, Rule, register
from app.networks.models import Consent, LearningNetwork, Membership, Role


class Capability(StrEnum):
    """A row of the method's permission table."""

    READ = "read the network"
    POST = "post and reply"
    PROPOSE = "propose topics, issues and interventions"
    VOTE = "vote"
    ADD_EXAMPLES = "add problem examples and distiller codes"
    MODERATE = "merge, split, move, lock, pin; hide a post"
    STEER = "open and close votes, publish outcomes"
    DECIDE = "accept or decline an intervention, with a reason"
    KEEP_ACTIONS = "create and edit actions"
    VERIFY = "verify an action done; escalate"
    MAP = "map topics to weeks, sites and assessments"
    SEE_ANALYTICS = "see analytics, rounded and suppressed"
    ASK_MEASURES = "ask for any measure of the module"
    EVALUATE = "record what an intervention did"
    DRAFT_REPLY = "draft a reply"
    PUBLISH_REPLY = "publish “You said, we did”"
    APPROVE_REPLY = "approve a reply"
    INVITE = "invite members"
    SET_UP = "set up and open the network"


_AL, _TEAM, _CHAIR, _MOD = Role.AL, Role.MODULE_TEAM, Role.CHAIR, Role.MODERATOR
_TUTOR, _ANALYST, _RESEARCHER, _SPONSOR = Role.STAFF_TUTOR, Role.ANALYST, Role.RESEARCHER, Role.SPONSOR

GRANTS: dict[Capability, frozenset[Role]] = {
    Capability.READ: frozenset(Role),
    # A researcher posts only once declared: see may_post.
    Capability.POST: frozenset({_AL, _TEAM, _CHAIR, _MOD, _TUTOR, _ANALYST}),
    Capability.PROPOSE: frozenset({_AL, _TEAM, _CHAIR, _MOD}),
    Capability.VOTE: frozenset({_AL, _TEAM, _CHAIR}),
    Capability.ADD_EXAMPLES: frozenset({_AL, _TEAM, _CHAIR, _MOD, _ANALYST}),
    Capability.MODERATE: frozenset({_MOD}),
    Capability.STEER: frozenset({_CHAIR, _MOD}),
    Capability.DECIDE: frozenset({_CHAIR}),
    Capability.KEEP_ACTIONS: frozenset({_TEAM, _CHAIR, _MOD, _TUTOR, _ANALYST}),
    Capability.VERIFY: frozenset({_CHAIR, _MOD}),
    # The person who raised a topic may map it too (see topics/policy.py); the chair approves by shortlisting.
    Capability.MAP: frozenset({_ANALYST, _CHAIR, _MOD, _TEAM}),
    Capability.SEE_ANALYTICS: frozenset(Role),
    Capability.ASK_MEASURES: frozenset({_CHAIR, _ANALYST}),
    Capability.EVALUATE: frozenset({_TEAM, _CHAIR, _ANALYST, _RESEARCHER}),
    Capability.DRAFT_REPLY: frozenset({_TEAM, _CHAIR, _MOD}),
    Capability.PUBLISH_REPLY: frozenset({_CHAIR, _MOD}),
    Capability.APPROVE_REPLY: frozenset({_CHAIR}),
    Capability.INVITE: frozenset({_CHAIR, _MOD}),
    Capability.SET_UP: frozenset({_CHAIR, _MOD}),
}


def holds(actor: Actor, capability: Capability, network_id: int | None) -> bool:
    """Whether one of the actor's roles in the network grants the capability."""
    return bool(actor.roles_in(network_id) & GRANTS[capability])


def holds_the_data(actor: Actor, network_id: int | None) -> bool:
    """Whoever imports datasets has every row of them: bounding their questions would protect nobody."""
    return actor.is_analyst or _ANALYST in actor.roles_in(network_id)


def reads_only_for_research(actor: Actor, network_id: int | None) -> bool:
    """Whether the actor is a researcher here and nothing else: then words are shown only as far as their author agreed."""
    return actor.roles_in(network_id) == frozenset({Role.RESEARCHER})


def agreed_to_research(
    author_id: ColumnElement[Any] | InstrumentedAttribute[Any],
    network_id: ColumnElement[Any] | InstrumentedAttribute[Any],
    words: Collection[Consent],
) -> Exists:
    """Whether the author of each row lets such words be read for research: IN_FORUMS or IN_WORKSHOPS.

    The one place where consent is asked. Where no author is kept nobody has agreed. It holds for those who left, as they
    left it.
    """
    return exists().where(
        Membership.person_id == author_id,
        Membership.network_id == network_id,
        Membership.research_consent.in_(sorted(words)),
    )


def can(capability: Capability) -> Predicate:
    """The predicate "one of the actor's roles in the subject's network grants this"."""

    def predicate(actor: Actor, subject: Any) -> bool:
        return holds(actor, capability, subject.network_id)

    predicate.__name__ = f"may {capability.value}"
    return predicate


def networks_where(actor: Actor, capability: Capability) -> frozenset[int]:
    """The networks in which the actor holds the capability: the ground of every SQL filter."""
    granting = GRANTS[capability]
    return frozenset([network_id for network_id, roles in actor.roles.items() if roles & granting])


#: A filter made for this actor holds for everyone: whoever runs the statement gives the networks of `networks_of`.
#: So a statement can be put together once, where doing it for each reader would cost more than running it.
WHOEVER_READS = Actor(name="whoever reads")


def networks_of(actor: Actor, *capabilities: Capability) -> dict[str, list[int]]:
    """The values of a statement that was made for WHOEVER_READS."""
    return {each.name: sorted(networks_where(actor, each)) for each in capabilities}


def in_networks_where(column: InstrumentedAttribute[int], actor: Actor, capability: Capability) -> ColumnElement[bool]:
    """The SQL twin of `can(capability)` for rows with a network id."""
    if actor is WHOEVER_READS:
        return column.in_(bindparam(capability.name, expanding=True))
    ids = networks_where(actor, capability)
    return column.in_(sorted(ids)) if ids else false()


def may_post(actor: Actor, subject: Any) -> bool:
    """Posting, with the researcher's condition: only one who is declared in this network."""
    if holds(actor, Capability.POST, subject.network_id):
        return True
    return Role.RESEARCHER in actor.roles_in(subject.network_id) and subject.network_id in actor.declared_in


def is_administrator(actor: Actor, _subject: Any) -> bool:
    return actor.is_admin


def is_own(actor: Actor, subject: Any) -> bool:
    """The subject belongs to the person who acts, such as their own membership."""
    return actor.signed_in and actor.person_id == subject.person_id


def is_chair(actor: Actor, subject: Any) -> bool:
    return Role.CHAIR in actor.roles_in(subject.network_id)


class Permission(StrEnum):
    READ = "networks:network:read"
    SET_UP = "networks:network:set-up"
    STEER = "networks:cycle:steer"
    INVITE = "networks:membership:invite"
    SEE_MEMBERS = "networks:membership:read"
    REMOVE_MEMBER = "networks:membership:remove"
    LEAVE = "networks:membership:leave"
    SET_DATES = "networks:critical-date:set"
    ADMINISTER = "networks:network:administer"
    CONFIRM_ADDRESS = "networks:membership:confirm-address"
    NAME_DEPUTY = "networks:membership:name-deputy"


TABLE = {
    Permission.READ: Rule(((can(Capability.READ),),), lazy_gettext("You are not a member of this network.")),
    Permission.SEE_MEMBERS: Rule(
        ((can(Capability.READ),), (is_administrator,)), lazy_gettext("Only members see who else is a member.")
    ),
    Permission.SET_UP: Rule(
        ((can(Capability.SET_UP),),),
        lazy_gettext("Only the chair or the moderator sets a network up."),
        Permission.READ,
    ),
    Permission.STEER: Rule(
        ((can(Capability.STEER),),),
        lazy_gettext("Only the chair or the moderator moves the cycle on."),
        Permission.READ,
    ),
    Permission.INVITE: Rule(
        ((can(Capability.INVITE),), (is_administrator,)),
        lazy_gettext("Only the chair, the moderator or the administrator invites people."),
        Permission.SEE_MEMBERS,
    ),
    Permission.REMOVE_MEMBER: Rule(
        ((can(Capability.INVITE),), (is_administrator,)),
        lazy_gettext("Only the chair, the moderator or the administrator ends a membership."),
        Permission.SEE_MEMBERS,
    ),
    Permission.LEAVE: Rule(((is_own,),), lazy_gettext("Only the person themself does this."), Permission.SEE_MEMBERS),
    Permission.SET_DATES: Rule(
        ((can(Capability.STEER),),),
        lazy_gettext("Only the chair or the moderator marks a date as critical."),
        Permission.READ,
    ),
    Permission.CONFIRM_ADDRESS: Rule(
        ((is_chair,),), lazy_gettext("Only a chair confirms another address for a member."), Permission.SEE_MEMBERS
    ),
    Permission.NAME_DEPUTY: Rule(
        ((is_chair,),),
        lazy_gettext("Only the chair names a deputy."),
        Permission.READ,
        lazy_gettext("Ask the chair before they go."),
    ),
    Permission.ADMINISTER: Rule(
        ((is_administrator,),), lazy_gettext("Only the administrator creates networks and accounts.")
    ),
}
register(TABLE)


def visible_networks(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of networks:network:read."""
    return in_networks_where(LearningNetwork.id, actor, Capability.READ)
