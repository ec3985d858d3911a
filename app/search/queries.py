"""What a reader finds: the index proposes, the database disposes. Nothing they may not see is counted or shown."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from markupsafe import Markup
from sqlalchemy import CompoundSelect, Integer, Select, bindparam, literal, select, union_all

from app.core.actor import Actor
from app.core.db import db, rows_of
from app.core.text.formula_words import in_words
from app.forums.models import Discussion
from app.forums.policy import Sight, sight_in, values_for, visible_titles
from app.networks.models import LearningNetwork, Module
from app.networks.policy import WHOEVER_READS, Capability, networks_of, visible_networks
from app.search.excerpts import excerpt, marked
from app.search.indexes.language import read_query
from app.search.indexes.protocol import MOST, Index, Key
from app.search.sources import SOURCES, Source

PAGE = 20
#: More hits than any index has.
EVERY = sys.maxsize
#: Hits that one query is asked about when many of the best are withheld. SQLite takes some 32,000 values.
AT_A_TIME = 5_000


class Found(NamedTuple):
    """One result. `row` is the thing itself, for its address."""

    key: Key
    noun: str
    hue: str
    title: Markup
    excerpt: Markup
    slug: str
    module: str
    row: Any


@dataclass(frozen=True)
class SearchResults:
    """One page of results; `total` counts what the reader may see, up to MOST."""

    found: Sequence[Found]
    total: int
    page: int
    pages: int

    @property
    def more_than_counted(self) -> bool:
        return self.total >= MOST


NOTHING = SearchResults((), 0, 1, 1)


def search(
    index: Index, text: str, *, seen_by: Actor, network: LearningNetwork | None = None, kind: str = "", page: int = 1
) -> SearchResults:
    """Results of a query in one network or in all of the reader's, best first, `PAGE` on a page.

    The number of database queries does not depend on how much is found, except for a reader from whom many of the best
    hits are withheld: they are given the best of what they may see, and its true number, at a query for 5,000 hits.
    """
    networks = {network.id} if network is not None else set(seen_by.roles)
    keys = _best_visible(index, text, networks & seen_by.roles.keys(), [kind] if kind in SOURCES else [], seen_by)
    if not keys:
        return NOTHING
    pages = -(-len(keys) // PAGE)
    page = min(max(page, 1), pages)
    shown = keys[(page - 1) * PAGE : page * PAGE]
    return SearchResults(_load(shown, text, seen_by, _places(seen_by, network)), len(keys), page, pages)


def _best_visible(index: Index, text: str, networks: set[int], kinds: list[str], seen_by: Actor) -> list[Key]:
    """The best MOST of what this reader may see. Hits are cut off only after those that the reader may not see are out."""
    hits = index.find(text, networks, kinds)
    visible = _only_visible(hits, seen_by)
    if len(hits) < MOST or len(visible) == MOST:
        return visible
    rest = index.find(text, networks, kinds, most=EVERY)[MOST:]
    for begin in range(0, len(rest), AT_A_TIME):
        visible += _visible_among(rest[begin : begin + AT_A_TIME], seen_by)
        if len(visible) >= MOST:
            break
    return visible[:MOST]


def _visible_among(keys: list[Key], seen_by: Actor) -> list[Key]:
    """The same as `_only_visible` for any number of keys: its statement is put together anew, which takes longer."""
    values = values_for(seen_by) | networks_of(seen_by, Capability.READ, Capability.DRAFT_REPLY)
    parts = [
        select(literal(kind), SOURCES[kind].model.id).where(
            SOURCES[kind].model.id.in_(ids), SOURCES[kind].for_reader(WHOEVER_READS)
        )
        for kind, ids in _by_kind(keys).items()
    ]
    visible = set(map(tuple, rows_of(union_all(*parts), values).all()))
    return [key for key in keys if key in visible]


def _only_visible(keys: list[Key], seen_by: Actor) -> list[Key]:
    """The keys whose rows the reader may see, in the same order, by one query."""
    ids = _by_kind(keys)
    if not ids:
        return []
    values = values_for(seen_by) | networks_of(seen_by, Capability.READ, Capability.DRAFT_REPLY)
    for kind, of_kind in ids.items():
        values |= dict(zip(_NAMES[kind], [*of_kind, *_NO_IDS], strict=False))
    visible = set(map(tuple, rows_of(_visible(tuple(ids)), values).all()))
    return [key for key in keys if key in visible]


# As many places as there may be ids, filled up with an id that no row has: SQLAlchemy puts a list of another length
# into the statement each time, which takes longer than asking.
_NAMES = {kind: [f"{kind}_{place}" for place in range(MOST)] for kind in SOURCES}
_NO_IDS = [0] * MOST


def _by_kind(keys: list[Key]) -> dict[str, list[int]]:
    there = {kind for kind, _ in keys}
    return {kind: [row_id for each, row_id in keys if each == kind] for kind in SOURCES if kind in there}


@cache
def _visible(kinds: tuple[str, ...]) -> CompoundSelect[Any]:
    """Which ids of each kind may be seen; put together once for each combination of kinds, of which there are few."""
    return union_all(*(_visible_of(SOURCES[kind]) for kind in kinds))


def _visible_of(source: Source) -> Select[Any]:
    given = source.model.id.in_([bindparam(name, type_=Integer) for name in _NAMES[source.kind]])
    return select(literal(source.kind), source.model.id).where(given, source.for_reader(WHOEVER_READS))


@cache
def _rows(kind: str) -> Select[Any]:
    return SOURCES[kind].rows().where(SOURCES[kind].model.id.in_(bindparam("ids", expanding=True)))


def _load(keys: list[Key], text: str, seen_by: Actor, places: dict[int, tuple[str, str]]) -> list[Found]:
    """The rows of keys that the reader may see."""
    words = read_query(text).all_words
    rows: dict[Key, Any] = {}
    for kind, ids in _by_kind(keys).items():
        rows |= {Key(kind, row.id): row for row in db.session.scalars(_rows(kind), {"ids": ids})}
    titles = _titles([row for key, row in rows.items() if key.kind == "post"], seen_by)
    return [_found(key, rows[key], words, places, titles) for key in keys if key in rows]


def _found(
    key: Key, row: Any, words: tuple[str, ...], places: dict[int, tuple[str, str]], titles: dict[int, str]
) -> Found:
    source = SOURCES[key.kind]
    title, text = source.shown(row)
    if key.kind == "post":
        title = in_words(titles.get(row.discussion_id, "A discussion"))
    slug, module = places[row.network_id]
    return Found(key, source.noun, source.hue, marked(title, words), excerpt(text, words), slug, module, row)


def _places(seen_by: Actor, network: LearningNetwork | None) -> dict[int, tuple[str, str]]:
    """Network id → its slug and its module's code, for the reader's networks."""
    if network is not None:
        return {network.id: (network.slug, network.module.code)}
    return {row_id: (slug, code) for row_id, slug, code in db.session.execute(_PLACES, networks_of(seen_by, _READ))}


_READ = Capability.READ
_PLACES = (
    select(LearningNetwork.id, LearningNetwork.slug, Module.code).join(Module).where(visible_networks(WHOEVER_READS))
)


def _titles(posts: list[Any], seen_by: Actor) -> dict[int, str]:
    """The titles of their discussions that this reader may read: a researcher's are limited to consenting authors."""
    titles = {post.discussion_id: post.discussion_title for post in posts}
    agreed = {each for each in {post.network_id for post in posts} if sight_in(seen_by, each) is Sight.AGREED}
    asked = [post.discussion_id for post in posts if post.network_id in agreed]
    if not asked:
        return titles
    readable = set(db.session.scalars(_READABLE_TITLES, {"ids": asked} | values_for(seen_by)))
    return {row_id: title for row_id, title in titles.items() if row_id in readable or row_id not in asked}


_READABLE_TITLES = select(Discussion.id).where(
    Discussion.id.in_(bindparam("ids", expanding=True)), visible_titles(WHOEVER_READS)
)
