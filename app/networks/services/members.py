"""Who belongs to a network, and as what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from app.accounts.models import Person
from app.core import audit, clock
from app.core.actor import Actor
from app.core.concurrency.locking import lock_row
from app.core.db import db, insert_all_once
from app.core.errors import Invalid, NotFound, Refused
from app.core.events import announce
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.text.signs import stated
from app.networks.events import MemberLeft
from app.networks.models import Consent, LearningNetwork, Membership, Role
from app.networks.policy import Permission


def add_member(
    network: LearningNetwork, person: Person, role: Role, *, joined_at: datetime | None = None, declared: bool = False
) -> Membership:
    """Make the person a member in this role, or bring them back into it. Nobody is told.

    No permission is asked: the verbs below have, and seeds need none.
    """
    return add_members(network, [(person, role)], joined_at=joined_at, declared=declared)[person.id, role]


def add_members(
    network: LearningNetwork,
    wanted: Sequence[tuple[Person, Role]],
    *,
    joined_at: datetime | None = None,
    declared: bool = False,
) -> dict[tuple[int, Role], Membership]:
    """The same for many, in as many statements as for one."""
    values = {"network_id": network.id, "joined_at": joined_at or clock.now(), "declared": declared}
    values["research_consent"] = Consent.NONE
    insert_all_once(Membership, [values | {"person_id": person.id, "role": role} for person, role in wanted])
    found = memberships_of(network, wanted)
    for membership in found.values():
        if membership.left_at is not None:
            membership.left_at, membership.joined_at, membership.name_withheld = None, clock.now(), False
        if membership.until_on is not None:
            membership.until_on = None  # a deputy who is given the role holds it for good
    return found


def memberships_of(
    network: LearningNetwork, wanted: Sequence[tuple[Person, Role]]
) -> dict[tuple[int, Role], Membership]:
    """What these people hold, or held before they left, of these roles. The caller has asked for permission."""
    asked = {(person.id, role) for person, role in wanted}
    query = select(Membership).where(
        Membership.network_id == network.id, Membership.person_id.in_({person_id for person_id, _ in asked})
    )
    return {
        (each.person_id, each.role): each for each in db.session.scalars(query) if (each.person_id, each.role) in asked
    }


def require_may_give(actor: Actor, network: LearningNetwork, role: Role) -> None:
    """Refused if whoever gives or takes the chair's role is neither chair, for good, nor administrator."""
    if role is not Role.CHAIR or actor.is_admin:
        return
    if Role.CHAIR not in actor.roles_in(network.id):
        raise Refused(gettext("Only the chair or the administrator makes somebody chair."))
    if is_deputy(actor, network):
        raise Refused(
            gettext("A deputy chairs meanwhile, and makes nobody chair."),
            gettext("Ask the chair in whose place you are."),
        )


def is_deputy(actor: Actor, network: LearningNetwork) -> bool:
    """Whether the actor chairs this network until a day, and not for good."""
    chairing = select(Membership.until_on).where(
        Membership.network_id == network.id,
        Membership.person_id == actor.person_id,
        Membership.role == Role.CHAIR,
        Membership.left_at.is_(None),
    )
    return db.session.scalar(chairing) is not None


def remove_member(actor: Actor, network: LearningNetwork, membership_id: int, reason: str) -> Membership:
    """End one membership. What the person wrote stays.

    NotFound for one that is over or of another network; Invalid without a reason; Refused for the only chair, and for a
    chair if neither a chair nor the administrator asks.
    """
    require(actor, Permission.REMOVE_MEMBER, network)
    lock_row(network)
    membership = _present_membership(network, membership_id)
    if not stated(reason):
        raise Invalid(
            gettext("Nothing was changed."),
            {"reason": [gettext("Please say why: the history of the network keeps it.")]},
        )
    require_may_give(actor, network, membership.role)
    _require_a_chair_remains(network.id, _for_good([membership]))
    membership.left_at = clock.now()
    audit.record(actor, "end the membership", membership, before=membership.role.value, reason=reason)
    tell_if_gone(actor, network.id, membership.person_id)
    return membership


def leave(actor: Actor, network: LearningNetwork, *, withhold_name: bool) -> None:
    """Leave in every role. `withhold_name`: what one wrote stands under the role from now on.

    NotFound for whoever is no member; Refused for the only chair.
    """
    lock_row(network)
    mine = _own_memberships(actor, network)
    _require_a_chair_remains(network.id, _for_good(mine))
    for membership in mine:
        membership.left_at, membership.name_withheld = clock.now(), withhold_name
        audit.record(actor, "leave", membership, before=membership.role.value)
    tell_if_gone(actor, network.id, actor.person_id or 0)


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
        raise Refused(gettext("Only a researcher of this network declares that."))
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


def _for_good(memberships: Sequence[Membership]) -> set[Role]:
    """The roles among them that are held for good: a deputy's was to end anyway."""
    return {each.role for each in memberships if each.until_on is None}


def _require_a_chair_remains(network_id: int, going: set[Role]) -> None:
    """The caller holds the network: of two chairs who go at once the second stays."""
    present = (
        (Membership.network_id == network_id)
        & Membership.left_at.is_(None)
        & (Membership.role == Role.CHAIR)
        & Membership.until_on.is_(None)  # a deputy's time ends by itself
    )
    if Role.CHAIR in going and len(db.session.scalars(select(Membership.id).where(present)).all()) == 1:
        raise Refused(gettext("A network needs its chair."), gettext("Make somebody else chair first."))


def is_member(network_id: int, person_id: int) -> bool:
    """Whether this person is a member today, in whatever role."""
    here = select(Membership.id).where(
        Membership.network_id == network_id, Membership.person_id == person_id, Membership.left_at.is_(None)
    )
    return db.session.scalar(here.limit(1)) is not None


def tell_if_gone(actor: Actor, network_id: int, person_id: int) -> None:
    """Announce that they left, if they hold no role here any more. The caller has asked."""
    if not is_member(network_id, person_id):
        announce(MemberLeft(network_id=network_id, actor_id=actor.person_id, person_id=person_id))
