"""Who plans, runs and takes part in a workshop, and the same rule of sight as a SQL filter.

A rule looks at a `Seat`: the reader's part in one workshop. Every member of the network reads a workshop; those who
are invited take part; the facilitator and the co-facilitators run it; moving the room needs the lease as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_
from sqlalchemy.orm import aliased

from app.core.actor import Actor
from app.core.language.spoken import lazy_gettext
from app.core.permissions import Rule, register
from app.networks.models import Role
from app.networks.policy import WHOEVER_READS, Capability, can, in_networks_where, reads_only_for_research
from app.networks.policy import Permission as NetworkPermission
from app.workshops.lifecycle import OPEN_FOR_CARDS, UNDER_WAY
from app.workshops.models import Part, Workshop, WorkshopMember, WriteUpSection


class Permission(StrEnum):
    READ = "workshops:workshop:read"
    PLAN = "workshops:workshop:plan"
    CHANGE = "workshops:workshop:change"
    ANSWER = "workshops:invitation:answer"
    JOIN_CALL = "workshops:call:join"
    RUN = "workshops:workshop:run"
    MOVE_ROOM = "workshops:room:move"
    TAKE_OVER = "workshops:room:take-over"
    BE_READY = "workshops:room:ready"
    SPOTLIGHT = "workshops:room:spotlight"
    RAISE_HAND = "workshops:room:raise-hand"
    CALL_HAND = "workshops:room:call-hand"
    REVEAL = "workshops:room:reveal"
    ORDER = "workshops:theme:order"
    REPORT = "workshops:card:report"
    READ_BOARD = "workshops:board:read"
    CONTRIBUTE = "workshops:card:add"
    GROUP = "workshops:card:group"
    HIDE = "workshops:card:hide"
    VOTE = "workshops:round:vote"
    CONCLUDE = "workshops:outcome:record"
    PUBLISH = "workshops:write-up:publish"


@dataclass(frozen=True)
class Seat:
    """What the reader is in one workshop, as far as the rules look at it."""

    network_id: int
    state: str
    #: None for a member of the network who is not invited.
    part: Part | None
    holds_lease: bool


def is_invited(_actor: Actor, seat: Any) -> bool:
    return seat.part is not None


def runs_it(_actor: Actor, seat: Any) -> bool:
    return seat.part in {Part.FACILITATOR, Part.CO_FACILITATOR}


def holds_the_lease(_actor: Actor, seat: Any) -> bool:
    return bool(seat.holds_lease)


def only_watches(_actor: Actor, seat: Any) -> bool:
    return seat.part is Part.OBSERVER


def takes_part(actor: Actor, seat: Any) -> bool:
    return is_invited(actor, seat) and not only_watches(actor, seat)


def reads_it_for_research(actor: Actor, seat: Seat) -> bool:
    """Whether this reader sees only what its authors agreed to have read for research.

    A researcher who was invited to take part reads with the others while it lasts: one cannot discuss cards unseen, and
    everybody there knows who is there. What stays afterwards is read as any researcher reads it.
    """
    there = takes_part(actor, seat) and seat.state in UNDER_WAY
    return reads_only_for_research(actor, seat.network_id) and not there


def is_open_for_cards(_actor: Actor, seat: Any) -> bool:
    return seat.state in OPEN_FOR_CARDS


def is_published(_actor: Actor, seat: Any) -> bool:
    return bool(seat.state == "published")


def is_to_be_published(_actor: Actor, seat: Any) -> bool:
    return bool(seat.state == "closed")


def is_team(actor: Actor, subject: Any) -> bool:
    return Role.MODULE_TEAM in actor.roles_in(subject.network_id)


_READ = can(Capability.READ)
_STEER = can(Capability.STEER)
_ASK = lazy_gettext("Ask the facilitator, the chair or the moderator.")

TABLE = {
    Permission.READ: Rule(((_READ,),), lazy_gettext("You are not a member of this network.")),
    Permission.PLAN: Rule(
        ((_STEER,), (is_team,)),
        lazy_gettext("The chair, the moderator or somebody of the module team plans a workshop."),
        NetworkPermission.READ,
    ),
    Permission.CHANGE: Rule(
        ((_STEER,), (_READ, runs_it)),
        lazy_gettext("Only those who run this workshop change it."),
        Permission.READ,
        _ASK,
    ),
    Permission.ANSWER: Rule(
        ((_READ, is_invited),), lazy_gettext("Only those invited answer the invitation."), Permission.READ, _ASK
    ),
    Permission.JOIN_CALL: Rule(
        ((_READ, is_invited),), lazy_gettext("Only those invited join the call."), Permission.READ, _ASK
    ),
    Permission.RUN: Rule(
        ((_STEER,), (_READ, runs_it)),
        lazy_gettext("Only those who run this workshop take this step."),
        Permission.READ,
        _ASK,
    ),
    Permission.MOVE_ROOM: Rule(
        ((_READ, runs_it, holds_the_lease),),
        lazy_gettext("Only the facilitator moves the room."),
        Permission.READ,
        lazy_gettext("A co-facilitator may take over first."),
    ),
    Permission.TAKE_OVER: Rule(
        ((_READ, runs_it),), lazy_gettext("Only a facilitator or co-facilitator takes over."), Permission.READ, _ASK
    ),
    Permission.SPOTLIGHT: Rule(
        ((_READ, runs_it),), lazy_gettext("Only those who run this workshop point at something."), Permission.READ, _ASK
    ),
    Permission.RAISE_HAND: Rule(
        ((_READ, takes_part),), lazy_gettext("Only those invited take part in the room."), Permission.READ, _ASK
    ),
    Permission.CALL_HAND: Rule(
        ((_READ, runs_it),), lazy_gettext("Only those who run this workshop call people."), Permission.READ
    ),
    Permission.REVEAL: Rule(
        ((_READ, runs_it, holds_the_lease),),
        lazy_gettext("Only the facilitator shows the next card."),
        Permission.READ,
        lazy_gettext("A co-facilitator may take over first."),
    ),
    Permission.ORDER: Rule(
        ((_READ, runs_it),),
        lazy_gettext("Only those who run this workshop order the discussion."),
        Permission.READ,
        _ASK,
    ),
    Permission.REPORT: Rule(
        ((_READ, is_invited),), lazy_gettext("Only those invited report a card."), Permission.READ, _ASK
    ),
    Permission.READ_BOARD: Rule(
        # Whoever publishes reads first what goes out, invited or not.
        ((_READ, is_invited), (_READ, is_published), (_STEER, is_to_be_published)),
        lazy_gettext("The board is read by those invited; everybody here reads the write-up."),
        Permission.READ,
        _ASK,
    ),
    Permission.BE_READY: Rule(
        ((_READ, takes_part),), lazy_gettext("Only those invited take part in the room."), Permission.READ, _ASK
    ),
    Permission.CONTRIBUTE: Rule(
        ((_READ, takes_part, is_open_for_cards),),
        lazy_gettext("Cards are added by those invited, while the workshop is open for them."),
        Permission.READ,
        lazy_gettext("Say it in the forum: it can be brought to the workshop."),
    ),
    Permission.GROUP: Rule(
        ((_READ, takes_part),),
        lazy_gettext("Only those invited group cards."),
        Permission.READ,
        lazy_gettext("Ask to be invited."),
    ),
    Permission.HIDE: Rule(
        ((_READ, runs_it),), lazy_gettext("Only those who run this workshop hide a card."), Permission.READ
    ),
    Permission.VOTE: Rule(((_READ, takes_part),), lazy_gettext("Only those invited vote."), Permission.READ, _ASK),
    Permission.CONCLUDE: Rule(
        ((_READ, runs_it), (_STEER,)), lazy_gettext("Only those who run it record outcomes."), Permission.READ
    ),
    Permission.PUBLISH: Rule(((_STEER,),), lazy_gettext("The chair or the moderator publishes."), Permission.READ),
}
register(TABLE)

#: Which permission each move of the lifecycle asks for.
MOVES = {
    "schedule": Permission.RUN,
    "open_collecting": Permission.RUN,
    "start": Permission.TAKE_OVER,
    "catch_up": Permission.RUN,
    "open_ballot": Permission.RUN,
    "close": Permission.RUN,
    "publish": Permission.PUBLISH,
    "reopen": Permission.RUN,
    "cancel": Permission.RUN,
}


def visible_sections(actor: Actor) -> ColumnElement[bool]:
    """Sections of write-ups whose words this person may be sent; the page asks more of a room that was opened again."""
    member, room = aliased(WorkshopMember), aliased(Workshop)
    me: Any = bindparam("me") if actor is WHOEVER_READS else actor.person_id
    invited = exists().where(member.workshop_id == room.id, member.person_id == me)
    steers = in_networks_where(room.network_id, actor, Capability.STEER)
    reads = or_(room.state == "published", invited, and_(steers, room.state == "closed"))
    reader = in_networks_where(room.network_id, actor, Capability.READ)
    return exists().where(room.id == WriteUpSection.workshop_id, reader, reads)


def visible_workshops(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of workshops:workshop:read."""
    return in_networks_where(Workshop.network_id, actor, Capability.READ)
