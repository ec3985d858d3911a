"""Reads about links to join by and who asks: for those who answer, and for whoever holds a link."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager

from app.accounts.lookup import person_by_email
from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import require
from app.networks.joining.models import JoinLink, JoinRequest, JoinState
from app.networks.models import LearningNetwork
from app.networks.policy import Capability, Permission, networks_where
from app.networks.services import is_member


def link_by_handle(handle: str) -> JoinLink:
    """The link with its network and module; NotFound if there is none, or it ended or was withdrawn."""
    query = (
        select(JoinLink)
        .join(JoinLink.network)
        .join(LearningNetwork.module)
        .options(contains_eager(JoinLink.network).contains_eager(LearningNetwork.module))
    )
    link = db.session.scalar(query.where(JoinLink.handle == handle))
    if link is None or not link.works:
        raise NotFound
    return link


def request_by_handle(handle: str) -> JoinRequest:
    """The request that a letter asks about, with its link, network and module; NotFound if it is gone."""
    query = (
        select(JoinRequest)
        .join(JoinRequest.link)
        .join(JoinLink.network)
        .join(LearningNetwork.module)
        .options(
            contains_eager(JoinRequest.link).contains_eager(JoinLink.network).contains_eager(LearningNetwork.module)
        )
    )
    found = db.session.scalar(query.where(JoinRequest.handle == handle))
    if found is None:
        raise NotFound
    return found


def own_request(link: JoinLink, email: str, seen_by: Actor) -> JoinRequest | None:
    """What the reader, whose address this is, has asked by the link before."""
    if not seen_by.signed_in:
        return None
    return db.session.scalar(select(JoinRequest).where(JoinRequest.link_id == link.id, JoinRequest.email == email))


def is_member_by_address(network_id: int, email: str) -> bool:
    """Whether somebody with this address is a member today: for whoever has shown that it is theirs."""
    person = person_by_email(email)
    return person is not None and is_member(network_id, person.id)


def links(network: LearningNetwork, seen_by: Actor) -> Sequence[JoinLink]:
    """The links that work, the newest first, for those who invite."""
    require(seen_by, Permission.INVITE, network)
    working = (JoinLink.withdrawn_at.is_(None)) & (JoinLink.ends_at > clock.now())
    query = select(JoinLink).where(JoinLink.network_id == network.id, working)
    return db.session.scalars(query.order_by(JoinLink.id.desc())).all()


def requests(network: LearningNetwork, seen_by: Actor) -> Sequence[JoinRequest]:
    """Who asks to join and has no answer, the longest waiting first, each with the link; for those who invite."""
    require(seen_by, Permission.INVITE, network)
    query = select(JoinRequest).join(JoinRequest.link).options(contains_eager(JoinRequest.link))
    waiting = query.where(JoinRequest.network_id == network.id, JoinRequest.state == JoinState.WAITING)
    return db.session.scalars(waiting.order_by(JoinRequest.asked_at, JoinRequest.id)).all()


def people_asking(seen_by: Actor) -> Select[int, int, datetime] | None:
    """Of each network in which the reader answers who asks, and somebody does: its id, how many, since when; None if they
    answer nowhere. To be asked together with others (app/networks/asking.py).
    """
    mine = sorted(networks_where(seen_by, Capability.INVITE))
    if not mine:
        return None
    return (
        select(JoinRequest.network_id, func.count(JoinRequest.id), func.min(JoinRequest.asked_at))
        .where(JoinRequest.network_id.in_(mine), JoinRequest.state == JoinState.WAITING)
        .group_by(JoinRequest.network_id)
    )


def asking_by_network(seen_by: Actor) -> dict[int, int]:
    """By network, where somebody does."""
    query = people_asking(seen_by)
    return {} if query is None else {network_id: many for network_id, many, _ in db.session.execute(query)}
