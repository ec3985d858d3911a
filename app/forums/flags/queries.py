"""The queue of flags, for moderators."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import contains_eager, joinedload

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.forums.flags.models import Flag, FlagNote, Handling
from app.forums.models import Discussion, Post
from app.networks.policy import Capability, holds

#: So many stand in the queue's page; those that are settled last.
MOST = 100


def flags(network_id: int, seen_by: Actor, *, settled: bool = False) -> Sequence[Flag]:
    """Those that wait, new ones first, each with its post; or those that are settled, the latest first."""
    if not holds(seen_by, Capability.MODERATE, network_id):
        return []
    query = _with_posts().where(Flag.network_id == network_id)
    if settled:
        query = query.where(Flag.state == Handling.SETTLED).order_by(Flag.state_at.desc(), Flag.id.desc())
    else:
        new_first = case((Flag.state == Handling.NEW, 0), else_=1)
        query = query.where(Flag.state != Handling.SETTLED).order_by(new_first, Flag.id)
    return db.session.scalars(query.limit(MOST)).all()


def flag(network_id: int, flag_id: int, seen_by: Actor) -> Flag:
    """A flag for moderators of its network; to everybody else it does not exist."""
    found = db.session.scalar(_with_posts().where(Flag.id == flag_id, Flag.network_id == network_id))
    if found is None or not holds(seen_by, Capability.MODERATE, network_id):
        raise NotFound
    return found


def notes(flag_ids: Collection[int], network_id: int, seen_by: Actor) -> dict[int, list[FlagNote]]:
    """What moderators wrote about these flags of the network, in order."""
    found: dict[int, list[FlagNote]] = {each: [] for each in flag_ids}
    if holds(seen_by, Capability.MODERATE, network_id) and found:
        query = select(FlagNote).join(Flag, Flag.id == FlagNote.flag_id).where(FlagNote.flag_id.in_(found))
        query = query.where(Flag.network_id == network_id).options(joinedload(FlagNote.author))
        for each in db.session.scalars(query.order_by(FlagNote.id)):
            found[each.flag_id].append(each)
    return found


def flags_waiting(networks: Collection[int], seen_by: Actor) -> dict[int, int]:
    """Network id → how many flags are not settled; without those that have none, and those that the reader does not moderate."""
    ids = [each for each in networks if holds(seen_by, Capability.MODERATE, each)]
    if not ids:
        return {}
    query = select(Flag.network_id, func.count(Flag.id)).where(Flag.network_id.in_(ids))
    rows = db.session.execute(query.where(Flag.state != Handling.SETTLED).group_by(Flag.network_id))
    return {row[0]: row[1] for row in rows}


def _with_posts() -> Select[Flag]:
    return (
        select(Flag)
        .join(Flag.post)
        .join(Discussion, Discussion.id == Post.discussion_id)
        .options(contains_eager(Flag.post).joinedload(Post.author))
        .options(contains_eager(Flag.post).contains_eager(Post.discussion))
        .options(joinedload(Flag.flagged_by), joinedload(Flag.assignee))
    )
