"""Networks, their cycles and their dates, as far as the reader may see them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import joinedload

from app.accounts.models import Person
from app.core import clock
from app.core.actor import Actor
from app.core.db import db, rows_of
from app.core.errors import NotFound
from app.core.permissions import require
from app.networks.models import CriticalDate, Cycle, LearningNetwork, Module, Presentation
from app.networks.policy import Capability, Permission, in_networks_where, networks_where


def network(slug: str, seen_by: Actor) -> LearningNetwork:
    """The network at this address with its module, for its members; NotFound for anyone else."""
    found = db.session.scalar(_AT_ADDRESS, {"slug": slug, "mine": _mine(seen_by)})
    if found is None:
        raise NotFound
    return found


def _mine(seen_by: Actor) -> list[int]:
    """The networks of visible_networks, as values for a statement that was put together once."""
    return sorted(networks_where(seen_by, Capability.READ))


_MINE = (
    select(LearningNetwork)
    .where(LearningNetwork.id.in_(bindparam("mine", expanding=True)))
    .options(joinedload(LearningNetwork.module))
)
_AT_ADDRESS = _MINE.where(LearningNetwork.slug == bindparam("slug"))
_DRAFTS = _MINE.where(LearningNetwork.id.in_(bindparam("ids", expanding=True)), LearningNetwork.state == "draft")
_NAMES = select(Person.id, Person.name).where(Person.id.in_(bindparam("ids", expanding=True)))


def network_with_members(slug: str, seen_by: Actor) -> LearningNetwork:
    """The same for pages about members, which the administrator sees too."""
    query = select(LearningNetwork).where(LearningNetwork.slug == slug)
    found = db.session.scalar(query.options(joinedload(LearningNetwork.module)))
    if found is None:
        raise NotFound
    require(seen_by, Permission.SEE_MEMBERS, found)
    return found


def all_networks(seen_by: Actor) -> Sequence[LearningNetwork]:
    """Every network by code, for the administrator: which there are and in what state, not what is said in them."""
    require(seen_by, Permission.ADMINISTER, None)
    query = select(LearningNetwork).join(LearningNetwork.module).options(joinedload(LearningNetwork.module))
    return db.session.scalars(query.order_by(Module.code)).all()


def no_network_yet(seen_by: Actor) -> bool:
    """Whether the first network is still to be created, for the administrator."""
    require(seen_by, Permission.ADMINISTER, None)
    return not db.session.scalar(select(select(LearningNetwork.id).exists()))


def current_cycle(network_id: int, seen_by: Actor) -> Cycle | None:
    """The network's newest cycle, which may be closed already, with its presentations; None before the first."""
    query = select(Cycle).where(Cycle.network_id == network_id, _readable(Cycle, seen_by))
    with_runs = query.options(joinedload(Cycle.baseline), joinedload(Cycle.target))
    return db.session.scalar(with_runs.order_by(Cycle.number.desc()).limit(1))


def cycles(network_id: int, seen_by: Actor) -> Sequence[Cycle]:
    """All cycles of the network, newest first, with their presentations."""
    query = select(Cycle).where(Cycle.network_id == network_id, _readable(Cycle, seen_by))
    with_runs = query.options(joinedload(Cycle.baseline), joinedload(Cycle.target))
    return db.session.scalars(with_runs.order_by(Cycle.number.desc())).all()


def presentations(module_id: int, seen_by: Actor) -> list[Presentation]:
    """The module's presentations, oldest first. Which there are is public knowledge to anyone signed in."""
    if not seen_by.signed_in:
        raise NotFound
    query = select(Presentation).where(Presentation.module_id == module_id)
    return sorted(db.session.scalars(query), key=lambda each: (each.starts_on or clock.today(), each.code))


def critical_dates(network_id: int, seen_by: Actor) -> Sequence[CriticalDate]:
    """Critical dates still to come, soonest first."""
    query = select(CriticalDate).where(CriticalDate.network_id == network_id, _readable(CriticalDate, seen_by))
    return db.session.scalars(query.where(CriticalDate.at >= clock.now()).order_by(CriticalDate.at)).all()


def responsible_people(of: LearningNetwork, seen_by: Actor) -> list[tuple[str, str]]:
    """The sponsor and the three responsible people by name, those who are named."""
    require(seen_by, Permission.READ, of)
    posts = {
        "Sponsor": of.sponsor_id,
        "Data": of.data_responsible_id,
        "Analytics": of.analytics_responsible_id,
        "Interventions": of.interventions_responsible_id,
    }
    ids = {person_id for person_id in posts.values() if person_id}
    names = dict(iter(rows_of(_NAMES, {"ids": sorted(ids)}))) if ids else {}
    return [(post, names[person_id]) for post, person_id in posts.items() if person_id in names]


def drafts(ids: Sequence[int], seen_by: Actor) -> Sequence[LearningNetwork]:
    """Which of these networks have not begun, with their modules."""
    if not ids:
        return []
    return db.session.scalars(_DRAFTS, {"ids": ids, "mine": _mine(seen_by)}).all()


def _readable(model: type[Cycle | CriticalDate], seen_by: Actor) -> ColumnElement[bool]:
    return in_networks_where(model.network_id, seen_by, Capability.READ)
