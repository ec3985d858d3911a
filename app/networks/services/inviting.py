"""Making people members and telling them by mail: one alone, a list of them, or the people of another network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple, TypeVar

from app.accounts.models import Person
from app.accounts.services import owe_letters, people_with, person_with, send_invitation, send_invitations
from app.core import audit
from app.core.actor import Actor
from app.core.concurrency.locking import lock_row
from app.core.errors import Invalid
from app.core.events import announce
from app.core.language.spoken import gettext, lazy_gettext
from app.core.permissions import require
from app.networks.events import PeopleInvited
from app.networks.models import BY_ADMINISTRATOR, ROLE_WORDS, LearningNetwork, Membership, Module, Role
from app.networks.policy import Capability, Permission, holds
from app.networks.services.letters import count_letters, require_pause
from app.networks.services.members import add_members, memberships_of, require_may_give

T = TypeVar("T")
#: As many people are written by one statement.
AT_ONCE = 100
CLOSED = lazy_gettext("This account is closed. Ask the administrator to reopen it.")


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
    require_may_give(actor, network, role)
    if not locked:
        lock_row(network)  # a colleague may invite them at this moment
    person = person_with(email, name)
    if not person.active:
        raise Invalid(gettext("Nobody was invited."), {"email": [CLOSED]})
    waiting = _held(network, person, role) if person.password_hash is None else None
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


class NewMember(NamedTuple):
    """Somebody who is to become a member, as a list names them."""

    email: str
    name: str
    role: Role


def invite_many(actor: Actor, network: LearningNetwork, wanted: Sequence[NewMember]) -> list[str]:
    """As `invite`, for people who hold none of these roles; why somebody cannot be invited, or "", in the same order.

    The caller holds the network's row, and has counted the letters. How many statements it takes grows with hundreds.
    """
    require(actor, Permission.INVITE, network)
    for role in {each.role for each in wanted}:
        require_may_give(actor, network, role)
    people = [
        person for some in _in_hundreds(wanted) for person in people_with([(new.email, new.name) for new in some])
    ]
    return welcome_many(actor, network, network.module, list(zip(people, (new.role for new in wanted), strict=True)))


def welcome(actor: Actor, network: LearningNetwork, module: Module, person: Person, role: Role) -> None:
    """The second half of an invitation, shared with opening a network. The caller has asked for permission.

    Invalid for whoever invites themselves, for a closed account, and for a person who holds this role already.
    """
    [fault] = welcome_many(actor, network, module, [(person, role)])
    if fault:
        raise Invalid(gettext("Nobody was invited."), {"email": [fault]})


def welcome_many(
    actor: Actor, network: LearningNetwork, module: Module, wanted: Sequence[tuple[Person, Role]]
) -> list[str]:
    """The same for many: why each cannot be welcomed, or ""."""
    faults: list[str] = []
    by_role: dict[Role, list[Person]] = defaultdict(list)
    for some in _in_hundreds(wanted):
        kept = memberships_of(network, some).items()
        held = {each for each, one in kept if one.left_at is None and one.until_on is None}  # a deputy may become chair
        found = [_refusal(actor, each, held) for each in some]
        welcomed = [each for each, fault in zip(some, found, strict=True) if not fault]
        new = add_members(network, welcomed).values()
        audit.record_all(actor, _verb(actor, network), [(each, each.role.value) for each in new])
        for person, role in welcomed:
            by_role[role].append(person)
        faults += found
    for role, people in by_role.items():
        _tell(actor, network, module, people, role)
    return faults


def _verb(actor: Actor, network: LearningNetwork) -> str:
    return "invite" if holds(actor, Capability.INVITE, network.id) else BY_ADMINISTRATOR


def _refusal(actor: Actor, new: tuple[Person, Role], held: Collection[tuple[int, Role]]) -> str:
    person, role = new
    if actor.person_id == person.id:
        return gettext("Nobody invites themselves. Ask the network's chair, or another administrator.")
    if not person.active:
        return CLOSED
    return (
        gettext("%(name)s is here already as %(role_words)s.", name=person.name, role_words=ROLE_WORDS[role])
        if (person.id, role) in held
        else ""
    )


def _tell(actor: Actor, network: LearningNetwork, module: Module, people: Sequence[Person], role: Role) -> None:
    """Those who have begun, what is new; the others, how to begin."""
    outside = _verb(actor, network) == BY_ADMINISTRATOR
    ids = tuple(person.id for person in people)
    announce(
        PeopleInvited(
            network_id=network.id, actor_id=actor.person_id, person_ids=ids, role=role.value, by_administrator=outside
        )
    )
    words = {"by": actor.name, "network": module.named, "role": ROLE_WORDS[role]}
    send_invitations([each for each in people if each.password_hash is None], **words)
    here = [each.email for each in people if each.password_hash is not None]
    owe_letters(here, "networks/emails/welcome.txt", link=None, path=f"/networks/{network.slug}", **words)


def _in_hundreds(many: Sequence[T]) -> list[Sequence[T]]:
    return [many[at : at + AT_ONCE] for at in range(0, len(many), AT_ONCE)]


def _held(network: LearningNetwork, person: Person, role: Role) -> Membership | None:
    """The membership that this person has today in this role."""
    kept = memberships_of(network, [(person, role)]).get((person.id, role))
    return kept if kept and kept.left_at is None and kept.until_on is None else None
