"""Who belongs to a network, and as what."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from app.accounts.models import Person
from app.accounts.services import owe_letter, person_with, send_invitation
from app.core import audit, clock
from app.core.actor import Actor
from app.core.concurrency.locking import lock_row
from app.core.db import db, insert_once
from app.core.errors import Invalid, NotFound, Refused
from app.core.events import announce
from app.core.permissions import require
from app.core.text.signs import stated
from app.networks.events import MemberLeft, PersonInvited
from app.networks.models import BY_ADMINISTRATOR, ROLE_WORDS, Consent, LearningNetwork, Membership, Module, Role
from app.networks.policy import Capability, Permission, holds
from app.networks.services.letters import count_letters, require_pause


def add_member(
    network: LearningNetwork, person: Person, role: Role, *, joined_at: datetime | None = None, declared: bool = False
) -> Membership:
    """Make the person a member in this role, or bring them back into it. Nobody is told.

    No permission is asked: the verbs below have, and seeds need none.
    """
    key = {"network_id": network.id, "person_id": person.id, "role": role}
    values = {"joined_at": joined_at or clock.now(), "declared": declared, "research_consent": Consent.NONE}
    insert_once(Membership, key | values)
    membership = db.session.scalars(select(Membership).filter_by(**key)).one()
    if membership.left_at is not None:
        membership.left_at, membership.joined_at, membership.name_withheld = None, clock.now(), False
    return membership


class InvitedMember(NamedTuple):
    person: Person
    #: Invited before in this role, and has no password yet: the letter has gone out once more.
    again: bool


def invite(
    actor: Actor, network: LearningNetwork, *, email: str, name: str, role: Role, locked: bool = False
) -> InvitedMember:
    """Make somebody a member and tell them by mail: a new person how to begin, one who is here what is new.

    `locked`: the caller holds the network's row already, and has counted the letter. Who is a member already and has not
    begun gets a fresh letter, a day after the last one. The link in an earlier one works as long as it did.
    Refused if whoever invites a chair is neither chair nor administrator, and if too many letters have gone out today;
    Invalid if the account is closed, if the last letter is not a day old, and as in `welcome`.
    """
    require(actor, Permission.INVITE, network)
    _require_may_give(actor, network, role)
    if not locked:
        lock_row(network)  # a colleague may invite them at this moment
    person = person_with(email, name)
    if not person.active:
        raise Invalid("Nobody was invited.", {"email": ["This account is closed. Ask the administrator to reopen it."]})
    waiting = _held(network.id, person.id, role) if person.password_hash is None else None
    again = waiting is not None and actor.person_id != person.id
    if waiting and again:
        require_pause(waiting, person.name)
    if not locked:
        count_letters(network, 1)
    if waiting is None or not again:
        welcome(actor, network, network.module, person, role)
        return InvitedMember(person, again=False)
    audit.record(actor, "invite again", waiting, after=role.value)
    send_invitation(person, by=actor.name, network=network.module.named, role=ROLE_WORDS[role])
    return InvitedMember(person, again=True)


def welcome(actor: Actor, network: LearningNetwork, module: Module, person: Person, role: Role) -> None:
    """The second half of an invitation, shared with opening a network. The caller has asked for permission.

    Invalid for whoever invites themselves, and for a person who holds this role already.
    """
    if actor.person_id == person.id:
        fault = "Nobody invites themselves. Ask the network's chair, or another administrator."
        raise Invalid("Nobody was invited.", {"email": [fault]})
    if _held(network.id, person.id, role):
        fault = f"{person.name} is here already as {ROLE_WORDS[role]}."
        raise Invalid("Nobody was invited.", {"email": [fault]})
    membership = add_member(network, person, role)
    outside = not holds(actor, Capability.INVITE, network.id)
    audit.record(actor, BY_ADMINISTRATOR if outside else "invite", membership, after=role.value)
    announce(
        PersonInvited(
            network_id=network.id,
            actor_id=actor.person_id,
            person_id=person.id,
            role=role.value,
            by_administrator=outside,
        )
    )
    if person.password_hash is None:
        send_invitation(person, by=actor.name, network=module.named, role=ROLE_WORDS[role])
    else:
        path = f"/networks/{network.slug}"
        template = "networks/emails/welcome.txt"
        owe_letter(person.email, template, by=actor.name, network=module.named, role=ROLE_WORDS[role], path=path)


def _require_may_give(actor: Actor, network: LearningNetwork, role: Role) -> None:
    if role is Role.CHAIR and not actor.is_admin and Role.CHAIR not in actor.roles_in(network.id):
        raise Refused("Only the chair or the administrator makes somebody chair.")


def _held(network_id: int, person_id: int, role: Role) -> Membership | None:
    """The membership that this person has today in this role."""
    query = select(Membership).where(
        Membership.network_id == network_id,
        Membership.person_id == person_id,
        Membership.role == role,
        Membership.left_at.is_(None),
    )
    return db.session.scalar(query)


def remove_member(actor: Actor, network: LearningNetwork, membership_id: int, reason: str) -> Membership:
    """End one membership. What the person wrote stays.

    NotFound for one that is over or of another network; Invalid without a reason; Refused for the only chair, and for a
    chair if neither a chair nor the administrator asks.
    """
    require(actor, Permission.REMOVE_MEMBER, network)
    lock_row(network)
    membership = _present_membership(network, membership_id)
    if not stated(reason):
        raise Invalid("Nothing was changed.", {"reason": ["Please say why: the history of the network keeps it."]})
    _require_may_give(actor, network, membership.role)
    _require_a_chair_remains(network.id, {membership.role})
    membership.left_at = clock.now()
    audit.record(actor, "end the membership", membership, before=membership.role.value, reason=reason)
    _tell_if_gone(actor, network.id, membership.person_id)
    return membership


def leave(actor: Actor, network: LearningNetwork, *, withhold_name: bool) -> None:
    """Leave in every role. `withhold_name`: what one wrote stands under the role from now on.

    NotFound for whoever is no member; Refused for the only chair.
    """
    lock_row(network)
    mine = _own_memberships(actor, network)
    _require_a_chair_remains(network.id, {each.role for each in mine})
    for membership in mine:
        membership.left_at, membership.name_withheld = clock.now(), withhold_name
        audit.record(actor, "leave", membership, before=membership.role.value)
    _tell_if_gone(actor, network.id, actor.person_id or 0)


def give_consent(actor: Actor, network: LearningNetwork, consent: Consent) -> None:
    """Say whether one's own words may be read for research. Holds at once, for exports that wait, too.

    NotFound for whoever is no member.
    """
    for membership in _own_memberships(actor, network):
        before, membership.research_consent = membership.research_consent, consent
        if before != consent:
            audit.record(actor, "change research consent", membership, before=before.value, after=consent.value)


def declare_research(actor: Actor, network: LearningNetwork) -> None:
    """A researcher says openly in the network that they research here; from then on they may post.

    NotFound for whoever is no member; Refused for a member who is no researcher.
    """
    mine = [each for each in _own_memberships(actor, network) if each.role is Role.RESEARCHER]
    if not mine:
        raise Refused("Only a researcher of this network declares that.")
    for membership in mine:
        membership.declared = True
        audit.record(actor, "declare openly as researcher", membership)


def _own_memberships(actor: Actor, network: LearningNetwork) -> list[Membership]:
    query = select(Membership).where(
        Membership.network_id == network.id, Membership.person_id == actor.person_id, Membership.left_at.is_(None)
    )
    mine = list(db.session.scalars(query))
    if not mine:
        raise NotFound
    for membership in mine:
        require(actor, Permission.LEAVE, membership)
    return mine


def _present_membership(network: LearningNetwork, membership_id: int) -> Membership:
    membership = db.session.get(Membership, membership_id, populate_existing=True)
    if membership is None or membership.network_id != network.id or membership.left_at is not None:
        raise NotFound
    return membership


def _require_a_chair_remains(network_id: int, going: set[Role]) -> None:
    """The caller holds the network: of two chairs who go at once the second stays."""
    present = (Membership.network_id == network_id) & Membership.left_at.is_(None) & (Membership.role == Role.CHAIR)
    if Role.CHAIR in going and len(db.session.scalars(select(Membership.id).where(present)).all()) == 1:
        raise Refused("A network needs its chair.", "Make somebody else chair first.")


def is_member(network_id: int, person_id: int) -> bool:
    """Whether this person is a member today, in whatever role."""
    here = select(Membership.id).where(
        Membership.network_id == network_id, Membership.person_id == person_id, Membership.left_at.is_(None)
    )
    return db.session.scalar(here.limit(1)) is not None


def _tell_if_gone(actor: Actor, network_id: int, person_id: int) -> None:
    if not is_member(network_id, person_id):
        announce(MemberLeft(network_id=network_id, actor_id=actor.person_id, person_id=person_id))
