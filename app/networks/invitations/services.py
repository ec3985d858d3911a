"""Inviting everybody of a list, and sending letters again. Each person by the same verb as one alone."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.accounts.models import Person
from app.accounts.services import send_invitations
from app.core import audit
from app.core.actor import Actor
from app.core.concurrency.locking import lock_row
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.networks.invitations import sorting
from app.networks.invitations.pasted import entries_of
from app.networks.invitations.queries import roles_to_give, sorted_for, unanswered
from app.networks.invitations.sorting import Sorted, Standing
from app.networks.models import LearningNetwork, Membership, Role, role_words
from app.networks.policy import Permission
from app.networks.services import NewMember, invite_many
from app.networks.services.letters import count_letters

#: As many are invited by one press.
MOST_AT_ONCE = 500


@dataclass
class Sent:
    """What became of a list."""

    invited: list[Sorted] = field(default_factory=list)
    #: What somebody has to look at still, in the order of the lines.
    left: list[Sorted] = field(default_factory=list)


def invite_several(
    actor: Actor, network: LearningNetwork, text: str, role: Role, *, with_doubtful: bool = False
) -> Sent:
    """Invite everybody of the list whose line is sound, and those in doubt if wanted; at most MOST_AT_ONCE.

    `role` is for all whose line says none. It is sorted anew, so nobody is invited twice whom a colleague has invited
    since. Invalid if nobody in it can be invited; Refused if too many letters have gone out today.
    """
    require(actor, Permission.INVITE, network)
    entries = entries_of(text)  # before anybody has to wait for us
    lock_row(network)  # a colleague may send the same list at this moment
    rows = sorted_for(network, entries, role, actor)
    wanted = sorting.sound(rows, with_doubtful=with_doubtful)
    if not wanted:
        raise Invalid(gettext("Nobody was invited: no line is ready. Each says below what is wrong with it."))
    count_letters(network, min(len(wanted), MOST_AT_ONCE))
    sent = Sent(left=[*sorting.left(rows, with_doubtful=with_doubtful), *wanted[MOST_AT_ONCE:]])
    rows = wanted[:MOST_AT_ONCE]
    people = [NewMember(row.entry.email, row.entry.name, row.role) for row in rows]
    for row, fault in zip(rows, invite_many(actor, network, people), strict=True):
        if fault:  # what only the account itself could tell
            sent.left.append(replace(row, standing=Standing.FAULTY, why=(fault,)))
        else:
            sent.invited.append(row)
    sent.left.sort(key=lambda row: row.entry.line)
    return sent


def send_again(actor: Actor, network: LearningNetwork, person_id: int | None = None) -> int:
    """A fresh letter to everybody who has not begun, or to this one person; to how many. The earlier link works, too.

    Nobody gets two within a day. Refused where all have had theirs, and if too many letters have gone out today.
    """
    require(actor, Permission.INVITE, network)
    lock_row(network)  # a colleague may press the same button at this moment
    may_give = frozenset(roles_to_give(network, actor))
    waiting = [each for each in unanswered(network, actor) if each.roles <= may_give]
    due = [each for each in waiting if each.due and person_id in {None, each.person_id}]
    if not due:
        raise Refused(gettext("Nobody waits for a letter: whoever has not begun got one within the last day."))
    count_letters(network, len(due))
    people = {each.person_id: each for each in due}
    by_words: dict[str, list[Person]] = defaultdict(list)
    again: list[tuple[Membership, str]] = []
    query = select(Membership).join(Membership.person).options(contains_eager(Membership.person))
    here = query.where(Membership.network_id == network.id, Membership.left_at.is_(None))
    for membership in db.session.scalars(here.where(Membership.person_id.in_(people))).all():
        again.append((membership, membership.role.value))
        if each := people.pop(membership.person_id, None):
            by_words[role_words(each.roles)].append(membership.person)
    audit.record_all(actor, "invite again", again)
    for words, some in by_words.items():
        send_invitations(some, by=actor.name, network=network.module.named, role=words)
    return len(due)
