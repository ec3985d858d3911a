"""The one statement of a search: which entries hold the words and may be seen by whoever asks.

Of each kind it gives the newest MOST that the reader may see, and of posts also those with the words in their title: whether
they may is a condition of the statement, so nothing that is withheld takes a place or is counted. It is put together once
for each choice of kinds and operators, which is dearer than running it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, cast

from sqlalchemy import Integer, Select, bindparam, false, literal_column, select, true, union_all

from app.core.actor import Actor
from app.core.db import rows_of
from app.forums.policy import values_for
from app.networks.policy import WHOEVER_READS, Capability, networks_of
from app.search.indexes.language import Asked
from app.search.indexes.nearness import nearest
from app.search.indexes.protocol import MANY, MOST, Engine, Key
from app.search.kinds.narrowing import AFTER, BEFORE, NEWER
from app.search.kinds.sources import SOURCES, Source
from app.search.models import SearchEntry

_IN_NETWORKS = SearchEntry.network_id.in_(bindparam("networks", expanding=True, type_=Integer))
_TIMES = {
    "before": SearchEntry.at < BEFORE,
    "after": SearchEntry.at >= AFTER,
    "newer": SearchEntry.id > NEWER,
}


class Candidate(NamedTuple):
    """One thing that was found, with what it is ranked by."""

    key: Key
    titled: bool
    worth: float
    at: datetime


class Narrowed(NamedTuple):
    """Where to look, beyond the words: kinds, networks, and operators with their values."""

    kinds: tuple[str, ...]
    networks: frozenset[int]
    operators: frozenset[str] = frozenset()
    values: dict[str, Any] = {}  # noqa: RUF012 -- never changed


def kinds_for(kinds: Iterable[str], operators: Collection[str]) -> tuple[str, ...]:
    """Those of these kinds that have something to say to each operator."""
    wanted = set(operators) - _TIMES.keys()
    return tuple(kind for kind in SOURCES if kind in set(kinds) and wanted <= SOURCES[kind].narrowed.keys())


def find(engine: Engine, asked: Asked, where: Narrowed, seen_by: Actor) -> list[Candidate]:
    """All that hold these words, in no order, each once. Without words: all that the operators leave."""
    if not where.kinds or not where.networks:
        return []
    titled = bool(asked.words or asked.phrases or asked.any_of)
    shape = _Shape(where.kinds, where.operators, worded=not asked.empty, titled=titled)
    statement: Select[Any] = _statement(cast("Any", engine), shape)
    values = values_for(seen_by) | networks_of(seen_by, Capability.READ, Capability.DRAFT_REPLY) | where.values
    values["networks"] = sorted(where.networks)
    if shape.worded:
        values |= {f"words_{kind}": engine.asked(asked, "" if kind in MANY else f"k{kind}") for kind in where.kinds}
    if titled:
        values |= {"titles": engine.asked(asked, "rest", title=True), "all_titles": engine.asked(asked, title=True)}
    found: dict[Key, Candidate] = {}
    for kind, row_id, at, worth, in_title in rows_of(statement, values):
        key = Key(kind, row_id)
        if key not in found or in_title:
            found[key] = Candidate(key, bool(in_title), worth, at)
    return list(found.values())


def nearly(engine: Engine, asked: Asked) -> list[Asked]:
    """What else to ask when nothing has all the words: words spelt like them or beginning so, all of them; then any."""
    groups = []
    for word in dict.fromkeys((*asked.words, *(word for phrase in asked.phrases for word in phrase))):
        known = list(engine.words_beginning(word[:2])) if len(word) > 2 else []
        spelt = nearest(word, known)
        longer = [other for other in known if other.startswith(word)][:5] if len(word) > 3 else []
        groups.append(tuple(dict.fromkeys([word, *spelt, *longer])))
    if not groups:
        return []
    every = Asked(any_of=tuple(groups), beginnings=asked.beginnings, without=asked.without)
    some = Asked(any_of=(tuple(dict.fromkeys(word for group in groups for word in group)),), without=asked.without)
    return [every, some] if len(groups) > 1 else [every]


def counted(candidates: Iterable[Candidate]) -> dict[str, int]:
    """How many of each kind, up to MOST."""
    counts = defaultdict[str, int](int)
    for each in candidates:
        counts[each.key.kind] = min(MOST, counts[each.key.kind] + 1)
    return dict(counts)


class _Shape(NamedTuple):
    """What a statement depends on; the words and the reader are values."""

    kinds: tuple[str, ...]
    operators: frozenset[str]
    #: There are words, and words that a title can have.
    worded: bool
    titled: bool


@lru_cache(maxsize=200)
def _statement(engine: Any, shape: _Shape) -> Select[Any]:
    parts = [_branch(engine, SOURCES[kind], f"words_{kind}", shape) for kind in shape.kinds]
    if shape.titled:
        parts += [
            _branch(engine, SOURCES[kind], "all_titles", shape, in_title=True) for kind in shape.kinds if kind in MANY
        ]
    found = (union_all(*parts) if len(parts) > 1 else parts[0]).subquery()
    return select(found.c.kind, found.c.row_id, found.c.at, found.c.worth, found.c.in_title)


def _branch(engine: Engine, source: Source, name: str, shape: _Shape, *, in_title: bool = False) -> Select[Any]:
    """The newest of one kind, with what they are ranked by."""
    narrowed = [_TIMES[each] if each in _TIMES else source.narrowed[each] for each in sorted(shape.operators)]
    newest: Any = (
        select(
            literal_column(f"'{source.kind}'").label("kind"),
            SearchEntry.id,
            SearchEntry.row_id,
            SearchEntry.at,
            (engine.worth(name) if shape.titled else literal_column("CAST(0 AS FLOAT)")).label("worth"),
        )
        .join(source.model, source.model.id == SearchEntry.row_id)
        .where(SearchEntry.kind == literal_column(f"'{source.kind}'"), _IN_NETWORKS)
        .where(*source.sooner, source.for_reader(WHOEVER_READS), *narrowed)
        .limit(literal_column(str(MOST)))
    )
    if shape.worded:
        newest = newest.join(engine.words, engine.entry_id == SearchEntry.id).where(engine.holds(name))
    # Where there are words they come by the entries' numbers, which is nearly the same and costs nothing.
    kept = newest.order_by(engine.entry_id.desc() if shape.worded else SearchEntry.at.desc()).subquery()
    asked_for_titles = shape.titled and source.kind not in MANY
    titled = kept.c.id.in_(engine.among("titles")) if asked_for_titles else true() if in_title else false()
    return select(kept.c.kind, kept.c.row_id, kept.c.at, kept.c.worth, titled.label("in_title"))
