"""The rows of strands, as the posts themselves give them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import aliased

from app.forums.models import Discussion, Post, PostState
from app.forums.reading.models import Strand

STRANDS = ["network_id", "discussion_id", "strand_id", "began_in_id", "last_visible_post_id"]


def strands_of(which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """One row for each discussion and strand of these posts, in the order of STRANDS."""
    born = aliased(Discussion)
    visible = func.max(case((Post.state == PostState.VISIBLE, Post.id)))
    keys = (Post.network_id, Post.discussion_id, Post.strand_id, born.began_in_id)
    return select(*keys, visible).join(born, born.id == Post.strand_id).where(which).group_by(*keys)


def divided(these: Select[int]) -> ColumnElement[bool]:
    """Of a strand: some of its posts stand in none of `these` discussions. Only few strands ever are."""
    other = aliased(Strand)
    elsewhere = select(other.id).where(other.strand_id == Strand.strand_id, other.discussion_id.not_in(these))
    return elsewhere.correlate(Strand).exists()
