"""What a reader finds: the index proposes, the database disposes. Nothing they may not see is counted or shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from sqlalchemy import literal, select, union_all

from app.core.actor import Actor
from app.core.db import db
from app.forums.models import Discussion
from app.forums.policy import visible_titles
from app.networks.models import LearningNetwork, Module
from app.networks.policy import visible_networks
from app.search.excerpts import excerpt, marked
from app.search.index import MOST, Index, Key
from app.search.language import read_query
from app.search.sources import SOURCES

PAGE = 20


@dataclass(frozen=True)
class Found:
    """One result. `row` is the thing itself, for its address."""

    key: Key
    noun: str
    title: Markup
    excerpt: Markup
    slug: str
    module: str
    row: Any


@dataclass(frozen=True)
class Results:
    """One page of results; `total` counts what the reader may see, up to MOST."""

    found: Sequence[Found]
    total: int
    page: int
    pages: int

    @property
    def more_than_counted(self) -> bool:
        return self.total >= MOST


NOTHING = Results((), 0, 1, 1)


def search(
    index: Index, text: str, *, seen_by: Actor, network: LearningNetwork | None = None, kind: str = "", page: int = 1
) -> Results:
    """Results of a query in one network or in all of the reader's, best first, `PAGE` on a page.

    The number of database queries does not depend on how much is found.
    """
    networks = {network.id} if network is not None else set(seen_by.roles)
    kinds = [kind] if kind in SOURCES else []
    keys = _only_visible(index.find(text, networks & seen_by.roles.keys(), kinds), seen_by)
    if not keys:
        return NOTHING
    pages = -(-len(keys) // PAGE)
    page = min(max(page, 1), pages)
    shown = keys[(page - 1) * PAGE : page * PAGE]
    return Results(_load(shown, text, seen_by), len(keys), page, pages)


def _only_visible(keys: list[Key], seen_by: Actor) -> list[Key]:
    """The keys whose rows the reader may see, in the same order, by one query."""
    asks = [
        select(literal(kind), source.model.id).where(source.model.id.in_(ids), source.for_reader(seen_by))
        for kind, source in SOURCES.items()
        if (ids := [key.id for key in keys if key.kind == kind])
    ]
    if not asks:
        return []
    visible = {Key(kind, row_id) for kind, row_id in db.session.execute(union_all(*asks))}
    return [key for key in keys if key in visible]


def _load(keys: list[Key], text: str, seen_by: Actor) -> list[Found]:
    words = read_query(text).all_words
    places = _places(seen_by)
    rows: dict[Key, Any] = {}
    for kind, source in SOURCES.items():
        if ids := [key.id for key in keys if key.kind == kind]:
            wanted = source.rows().where(source.model.id.in_(ids), source.for_reader(seen_by))
            rows |= {Key(kind, row.id): row for row in db.session.scalars(wanted).unique()}
    titles = _readable_titles([row.discussion_id for key, row in rows.items() if key.kind == "post"], seen_by)
    return [_found(key, rows[key], words, places, titles) for key in keys if key in rows]


def _found(
    key: Key, row: Any, words: tuple[str, ...], places: dict[int, tuple[str, str]], titles: dict[int, str]
) -> Found:
    source = SOURCES[key.kind]
    title, text = source.words(row)
    if key.kind == "post":
        title = titles.get(row.discussion_id, "A discussion")
    slug, module = places[row.network_id]
    return Found(key, source.noun, marked(title, words), excerpt(text, words), slug, module, row)


def _places(seen_by: Actor) -> dict[int, tuple[str, str]]:
    """Network id → its slug and its module's code, for the reader's networks."""
    wanted = select(LearningNetwork.id, LearningNetwork.slug, Module.code).join(Module).where(visible_networks(seen_by))
    return {network_id: (slug, code) for network_id, slug, code in db.session.execute(wanted)}


def _readable_titles(discussion_ids: list[int], seen_by: Actor) -> dict[int, str]:
    """The titles that this reader may read: a researcher's are limited to consenting authors."""
    if not discussion_ids:
        return {}
    wanted = select(Discussion.id, Discussion.title).where(Discussion.id.in_(discussion_ids), visible_titles(seen_by))
    return dict(db.session.execute(wanted).all())
