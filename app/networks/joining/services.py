"""Making links to join by, asking by one, and answering who asks."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from limits import RateLimitItem, parse
from sqlalchemy import delete, func, select

from app.accounts.lookup import person_by_email
from app.accounts.passwords import fingerprint
from app.core import audit, clock, outbox
from app.core.actor import Actor
from app.core.concurrency.locking import lock_row
from app.core.db import db, insert_once
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.core.events import announce
from app.core.language.spoken import gettext, lazy_gettext
from app.core.permissions import require
from app.core.text import addresses
from app.core.text.signs import stated
from app.networks.events import JoinRequestAnswered, JoinRequested
from app.networks.joining.models import JoinLink, JoinRequest, JoinState
from app.networks.models import LearningNetwork, Membership, Role
from app.networks.policy import Permission
from app.networks.services import invite, is_member
from app.networks.services.letters import count_letters
from app.web.extensions import limiter

#: The outbox's word for a letter to somebody who asks; they may have no account.
LETTER = "networks.join_letter"
#: Links of one network that work at the same time.
MOST_LINKS = 20
LONGEST = timedelta(days=366)
#: How long a letter that asks whether an address is theirs can be answered, a request waits, and is kept once answered.
CONFIRMABLE, WAITS, KEPT = timedelta(days=14), timedelta(days=180), timedelta(days=30)
#: Requests by one link, and letters to one address whoever typed it.
BY_LINK, TO_ADDRESS = parse("300 per day"), parse("3 per day")
GONE = lazy_gettext("This link does not work any more. Ask whoever gave it to you for a new one.")


def make_link(actor: Actor, network: LearningNetwork, *, role: Role, domains: Sequence[str], ends_on: date) -> JoinLink:
    """A link by which people ask to join in this role until the end of that day; with domains, only people with an
    address there. Refused for the chair's role, and beyond MOST_LINKS; Invalid for a day that has passed or lies more
    than a year ahead, and for what is no domain.
    """
    require(actor, Permission.INVITE, network)
    lock_row(network)  # so that two at once do not pass the limit
    if role is Role.CHAIR:
        raise Refused(gettext("Nobody becomes chair by a link."), gettext("Invite them by name."))
    working = select(func.count(JoinLink.id)).where(JoinLink.network_id == network.id, JoinLink.withdrawn_at.is_(None))
    if db.session.scalars(working.where(JoinLink.ends_at > clock.now())).one() >= MOST_LINKS:
        raise Refused(
            gettext("This network has %(most_links)s links that work.", most_links=MOST_LINKS),
            gettext("Withdraw one that is not needed any more."),
        )
    link = JoinLink(
        network_id=network.id,
        handle=secrets.token_urlsafe(16),
        role=role,
        domains=" ".join(_usable(domains)),
        made_by_id=actor.person_id,
        made_at=clock.now(),
        ends_at=_end_of(ends_on),
    )
    db.session.add(link)
    db.session.flush()  # the audit names it by its id
    audit.record(actor, "make a link to join", link, after=role.value)
    return link


def _usable(domains: Sequence[str]) -> list[str]:
    found = []
    for typed in domains:
        try:
            found.append(addresses.usable(f"somebody@{stated(typed).rpartition('@')[2]}").rpartition("@")[2])
        except addresses.Unusable as fault:
            words = gettext("“%(typed)s” is no domain. One looks like example.ac.uk.", typed=typed)
            raise Invalid(gettext("The link was not made."), {"domains": [words]}) from fault
    return list(dict.fromkeys(found))


def _end_of(day: date) -> datetime:
    ends = datetime.combine(day, time(23, 59), tzinfo=clock.zone())
    if not clock.now() < ends <= clock.now() + LONGEST:
        raise Invalid(
            gettext("The link was not made."), {"ends_on": [gettext("Please choose a day within the coming year.")]}
        )
    return ends


def withdraw_link(actor: Actor, network: LearningNetwork, link_id: int) -> None:
    """Nobody asks by it any more; who has asked still waits. NotFound for one of another network, or withdrawn before."""
    require(actor, Permission.INVITE, network)
    link = db.session.get(JoinLink, link_id)
    if link is None or link.network_id != network.id or link.withdrawn_at is not None:
        raise NotFound
    link.withdrawn_at = clock.now()
    audit.record(actor, "withdraw a link to join", link)


def ask_to_join(actor: Actor, link: JoinLink, *, email: str, name: str) -> JoinState:
    """Ask by this link. Whoever is signed in asks by the address of their account, and it waits for the chair at once; of
    anybody else a letter first asks whether the address is theirs, and the answer here is the same for every address.

    Refused for members, and if the link does not work any more or was used too often today; Invalid for an address that it does not take.
    """
    if not link.works:
        raise Refused(GONE)
    if is_member(link.network_id, actor.person_id or 0):
        raise Refused(gettext("You are a member of this network already."))
    address = _taken(link, email)
    _within(BY_LINK, "join link", str(link.id))
    values = {"network_id": link.network_id, "link_id": link.id, "email": address, "name": stated(name)}
    state = JoinState.WAITING if actor.signed_in else JoinState.UNCONFIRMED
    values |= {"handle": secrets.token_urlsafe(16), "state": state, "asked_at": clock.now(), "reason": ""}
    made = insert_once(JoinRequest, values)
    query = select(JoinRequest).where(JoinRequest.link_id == link.id, JoinRequest.email == address)
    request = db.session.scalars(query.with_for_update()).one()
    if actor.signed_in and (made or request.state in {JoinState.UNCONFIRMED, JoinState.APPROVED}):
        request.state, request.person_id = JoinState.WAITING, actor.person_id
        announce(JoinRequested(network_id=link.network_id, actor_id=actor.person_id, join_request_id=request.id))
    elif request.state is JoinState.UNCONFIRMED and limiter.limiter.hit(TO_ADDRESS, "join", fingerprint(address)):
        request.name, request.asked_at = stated(name), clock.now()
        _owe_letter(request, "confirm", secrets.token_hex(6))
    return request.state if actor.signed_in else JoinState.UNCONFIRMED


def _taken(link: JoinLink, email: str) -> str:
    try:
        address = addresses.usable(email)
    except addresses.Unusable as fault:
        raise Invalid(gettext("Nothing was asked."), {"email": [str(fault)]}) from fault
    if not link.takes(address):
        words = gettext("This link is for people with an address at %(open_to)s.", open_to=" or ".join(link.open_to))
        raise Invalid(gettext("Nothing was asked."), {"email": [words]})
    return address


def _within(item: RateLimitItem, *what: str) -> None:
    if not limiter.limiter.hit(item, *what):
        raise Refused(gettext("Very many people have asked by this link today."), gettext("Please try again tomorrow."))


def confirm(request: JoinRequest) -> None:
    """The address is theirs: the request waits for the chair. A second press changes nothing. Refused if the letter is too
    old, or the link does not work any more.
    """
    lock_row(request)
    if request.state is not JoinState.UNCONFIRMED:
        return
    if not request.link.works or request.asked_at < clock.now() - CONFIRMABLE:
        raise Refused(GONE)
    person = person_by_email(request.email)
    request.state, request.person_id = JoinState.WAITING, person.id if person else None
    announce(JoinRequested(network_id=request.network_id, actor_id=None, join_request_id=request.id))


def answer_request(
    actor: Actor, network: LearningNetwork, request_id: int, *, approve: bool, reason: str = ""
) -> JoinRequest:
    """Let somebody in who has asked, by the same letter as whoever is invited; or tell them in a sentence why not.

    NotFound for a request of another network, or one whose address is not confirmed; Conflict if a colleague has answered
    it; Invalid for a decline without a sentence, and if the account is closed.
    """
    require(actor, Permission.INVITE, network)
    lock_row(network)  # a colleague may answer at this moment
    query = select(JoinRequest, JoinLink.role).join(JoinRequest.link).where(JoinRequest.network_id == network.id)
    found = db.session.execute(query.where(JoinRequest.id == request_id)).first()
    if found is None or found[0].state is JoinState.UNCONFIRMED:
        raise NotFound
    request, role = found
    if request.state is not JoinState.WAITING:
        raise Conflict(
            gettext("%(name)s was %(value)s by a colleague already.", name=request.name, value=request.state.value)
        )
    if approve:
        _let_in(actor, network, request, role)
    else:
        _decline(request, reason)
    request.state = JoinState.APPROVED if approve else JoinState.DECLINED
    request.decided_at, request.decided_by_id = clock.now(), actor.person_id
    audit.record(actor, "approve who asks to join" if approve else "decline who asks to join", request, reason=reason)
    announce(
        JoinRequestAnswered(
            network_id=network.id, actor_id=actor.person_id, join_request_id=request.id, approved=approve
        )
    )
    return request


def _let_in(actor: Actor, network: LearningNetwork, request: JoinRequest, role: Role) -> None:
    person = person_by_email(request.email)
    held = select(Membership.id).where(
        Membership.network_id == network.id,
        Membership.person_id == (person.id if person else 0),
        Membership.role == role,
        Membership.left_at.is_(None),
    )
    if db.session.scalar(held) is None:  # a colleague may have invited them since
        count_letters(network, 1)
        person = invite(actor, network, email=request.email, name=request.name, role=role, locked=True).person
    request.person_id = person.id if person else None


def _decline(request: JoinRequest, reason: str) -> None:
    if not stated(reason):
        raise Invalid(
            gettext("Nothing was changed."), {"reason": [gettext("Please say why, in a sentence: it is sent to them.")]}
        )
    request.reason = stated(reason)
    _owe_letter(request, "declined", "once")


def _owe_letter(request: JoinRequest, template: str, which: str) -> None:
    # Not by its id, which SQLite gives again once a request is forgotten.
    payload = {"join_request": request.id, "template": template, "which": which}
    outbox.enqueue(LETTER, payload, once=f"{LETTER}.{request.handle}.{template}.{which}")


def forget_requests() -> None:
    """A request that nobody confirmed, answered or asked about any more leaves nothing behind."""
    now = clock.now()
    unconfirmed = (JoinRequest.state == JoinState.UNCONFIRMED) & (JoinRequest.asked_at < now - CONFIRMABLE)
    unanswered = (JoinRequest.state == JoinState.WAITING) & (JoinRequest.asked_at < now - WAITS)
    answered = JoinRequest.decided_at < now - KEPT
    db.session.execute(delete(JoinRequest).where(unconfirmed | unanswered | answered))
