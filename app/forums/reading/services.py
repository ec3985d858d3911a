"""Marking what was read."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement, func, literal, or_, select, update

from app.accounts.models import Person
from app.core import clock
from app.core.actor import Actor
from app.core.db import db, insert_from, insert_once
from app.core.permissions import require
from app.forums.following.levels import level_here
from app.forums.models import Discussion, Forum, Level, Post
from app.forums.policy import Permission
from app.forums.reading.marks import Marks, marks_of
from app.forums.reading.models import ReadFloor, ReadingChoice, ReadMark, Strand
from app.forums.reading.strands import divided


def mark_read(actor: Actor, discussion: Discussion, first_id: int, last_id: int) -> None:
    """The person has seen each post of the discussion from the one with `first_id` to the one with `last_id`.

    The order of several, and saying it twice, change nothing. What is not there yet is not marked, nor what lies between
    them and stands in another discussion.
    """
    require(actor, Permission.READ_DISCUSSION, discussion)
    if actor.person_id is None:
        return
    seen = select(Post.strand_id, func.min(Post.id), func.max(Post.id)).group_by(Post.strand_id)
    here = (Post.discussion_id == discussion.id, Post.id.between(first_id, last_id))
    for strand_id, first, last in db.session.execute(seen.where(*here).order_by(Post.strand_id)).all():
        marks_of(actor.person_id, strand_id, discussion).add_those_in(Post.discussion_id == discussion.id, first, last)


def mark_unread_from(actor: Actor, post: Post) -> None:
    """The post and all after it in its discussion are new to the person again; nothing that stands elsewhere is."""
    require(actor, Permission.READ_POST, post)
    if actor.person_id is None:
        return
    here = post.discussion_id
    strands = select(Strand.strand_id).where(Strand.discussion_id == here).order_by(Strand.strand_id)
    for strand_id in db.session.scalars(strands).all():
        marks_of(actor.person_id, strand_id, post.discussion).cut_those_in(Post.discussion_id == here, post.id)


def begin_reading(person_ids: Collection[int], network_id: int) -> None:
    """To those who join, what was said before is not new, wherever it began. Nothing is asked: it is part of joining.

    Whoever was here before goes on where they had read to.
    """
    latest = select(func.coalesce(func.max(Post.id), 0)).scalar_subquery()
    began_here = select(Strand.began_in_id).where(Strand.network_id == network_id)
    here = or_(Forum.network_id == network_id, Forum.id.in_(began_here))
    every = select(Person.id, Forum.id, latest).join_from(Person, Forum, here)
    floors = every.where(Person.id.in_(person_ids))
    insert_from(ReadFloor, ["person_id", "forum_id", "read_to_id"], floors)


def pass_over_muted(person_id: int, which: ColumnElement[bool]) -> None:
    """What was said in those of these discussions that the person has muted is not new to them. Nothing is asked: it is
    a part of choosing to hear of them again.
    """
    quiet = level_here(literal(person_id), by_role=False) == Level.MUTE
    muted = (which, quiet, Discussion.last_visible_post_id.is_not(None))
    theirs = select(Discussion.id).where(*muted)
    whole = (Strand.discussion_id.in_(theirs), Strand.last_visible_post_id.is_not(None), ~divided(theirs))
    latest = func.max(Strand.last_visible_post_id)
    now = literal(clock.now(), ReadMark.read_at.type)
    rows = select(literal(person_id), Strand.strand_id, latest, now).where(*whole).group_by(Strand.strand_id)
    insert_from(ReadMark, ["person_id", "discussion_id", "read_to_id", "read_at"], rows)
    of_mark = select(latest).where(Strand.strand_id == ReadMark.discussion_id, *whole)
    read_to = of_mark.correlate(ReadMark).scalar_subquery()
    behind = update(ReadMark).where(ReadMark.person_id == person_id, ReadMark.read_to_id < read_to)
    db.session.execute(behind.values(read_to_id=read_to).execution_options(synchronize_session=False))
    parts = select(Strand.strand_id, Strand.began_in_id, Strand.discussion_id, Strand.last_visible_post_id).where(
        Strand.discussion_id.in_(theirs), Strand.last_visible_post_id.is_not(None), divided(theirs)
    )
    for strand_id, began_in_id, here, last in db.session.execute(parts.order_by(Strand.id)).all():
        Marks(person_id, strand_id, began_in_id).add_those_in(Post.discussion_id == here, 0, last)


def choose_reading(actor: Actor, *, by_hand: bool) -> None:
    """Whether posts are marked as read as one scrolls past them, or by hand. No permission is asked: it is one's own."""
    values = {"person_id": actor.person_id, "by_hand": by_hand}
    if not insert_once(ReadingChoice, values):
        mine = ReadingChoice.person_id == actor.person_id
        db.session.execute(update(ReadingChoice).where(mine).values(by_hand=by_hand))
