"""What a reader finds. The words propose, the reader's rights dispose, in one statement; what is shown is read by their
rights once more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from markupsafe import Markup
from sqlalchemy import Select, bindparam, select

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.text.formula_words import in_words
from app.forums.models import Discussion
from app.forums.policy import Sight, sight_in, values_for, visible_titles
from app.networks.models import LearningNetwork, Module
from app.networks.policy import WHOEVER_READS, Capability, networks_of, visible_networks
from app.search.asking import meaning, people
from app.search.asking.excerpts import excerpt, marked
from app.search.asking.operators import Typed, read
from app.search.asking.people import PersonFound
from app.search.candidates import Candidate, Narrowed, counted, find, kinds_for, nearly
from app.search.indexes.language import read_query
from app.search.indexes.protocol import MOST, Engine, Key
from app.search.kinds import texts
from app.search.kinds.sources import SOURCES
from app.search.models import SavedSearch
from app.standing.loop import waits_in_words
from app.standing.queries import waits_of
from app.standing.waits import Kind

PAGE = 20


class Found(NamedTuple):
    """One result. `row` is the thing itself, for its address."""

    key: Key
    noun: str
    hue: str
    title: Markup
    excerpt: Markup
    slug: str
    module: str
    at: datetime
    row: Any
    #: For whom the thing waits and how long by now; "" for what waits for nobody.
    standing: str = ""


@dataclass(frozen=True)
class SearchResults:
    """One page of results; `counts` has what the reader may see of each kind, up to MOST each."""

    found: Sequence[Found] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    kind: str = ""
    page: int = 1
    people: Sequence[PersonFound] = ()
    #: Nothing has all of the words: these have some, or words spelt like them.
    only_nearly: bool = False
    #: What of the question could not be understood, a sentence each.
    faults: Sequence[str] = ()

    @property
    def total(self) -> int:
        """Of the kind that is shown, or of all."""
        return self.counts.get(self.kind, 0) if self.kind else sum(self.counts.values())

    @property
    def more_than_counted(self) -> bool:
        return self.total >= MOST

    @property
    def pages(self) -> int:
        return max(1, -(-min(self.total, MOST) // PAGE))


def search(
    engine: Engine,
    typed: Typed,
    *,
    seen_by: Actor,
    network: LearningNetwork | None = None,
    kind: str = "",
    by_date: bool = False,
    page: int = 1,
) -> SearchResults:
    """Results of a query in one network or in all of the reader's, `PAGE` on a page. `kind` shows one kind of those that
    the query finds; the counts stay those of all.

    The number of database queries does not depend on how much is found.
    """
    where, faults = meaning.of(typed, seen_by, {network.id} if network is not None else set(seen_by.roles))
    if typed.nothing or where is None:
        return SearchResults(faults=faults)
    kind = kind if kind in SOURCES else ""
    candidates, words, only_nearly = _candidates(engine, typed.words, where, seen_by)
    counts = counted(candidates)
    counts = {name: counts[name] for name in SOURCES if name in counts}
    ranked = _ranked([each for each in candidates if not kind or each.key.kind == kind], by_date=by_date)[:MOST]
    persons = people.named(typed, seen_by, where.networks) if page == 1 and not kind else ()
    page = min(max(page, 1), max(1, -(-len(ranked) // PAGE)))
    shown = ranked[(page - 1) * PAGE : page * PAGE]
    found = _load(shown, words, seen_by, _places(seen_by, network)) if shown else []
    return SearchResults(found, counts, kind, page, persons, only_nearly, faults)


def _candidates(
    engine: Engine, text: str, where: Narrowed, seen_by: Actor
) -> tuple[list[Candidate], tuple[str, ...], bool]:
    """What was found, the words to mark in it, and whether only something near was."""
    asked = read_query(text)
    if asked.empty and text:
        return [], (), False  # there were signs, and not a word
    found = find(engine, asked, where, seen_by)
    for near in () if found else nearly(engine, asked):
        if found := find(engine, near, where, seen_by):
            return found, near.all_words, True
    return found, asked.all_words, False


def _ranked(candidates: list[Candidate], *, by_date: bool) -> list[Candidate]:
    """By date; or those with the words in their title first, then what says more of them, then the newest."""
    newest = sorted(candidates, key=lambda each: (each.at, each.key), reverse=True)
    return newest if by_date else sorted(newest, key=lambda each: (each.titled, round(each.worth, 4)), reverse=True)


def _by_kind(keys: Sequence[Key]) -> dict[str, list[int]]:
    there = {kind for kind, _ in keys}
    return {kind: [row_id for each, row_id in keys if each == kind] for kind in SOURCES if kind in there}


@cache
def _rows(kind: str) -> Select[Any]:
    source = SOURCES[kind]
    given = source.model.id.in_(bindparam("ids", expanding=True))
    return source.read.where(given, source.for_reader(WHOEVER_READS))


def _load(
    shown: Sequence[Candidate], words: tuple[str, ...], seen_by: Actor, places: dict[int, tuple[str, str]]
) -> list[Found]:
    """The rows of these keys, as far as the reader may see them now."""
    rights = values_for(seen_by) | networks_of(seen_by, Capability.READ, Capability.DRAFT_REPLY)
    rows: dict[Key, Any] = {}
    for kind, ids in _by_kind([each.key for each in shown]).items():
        rows |= {Key(kind, row.id): row for row in db.session.scalars(_rows(kind), {"ids": ids} | rights)}
    titles = _titles([row for key, row in rows.items() if key.kind == "post"], seen_by)
    there = [each for each in shown if each.key in rows]
    found = [_found(each, rows[each.key], words, places, titles) for each in there]
    standing = _standing(rows, seen_by)
    return [each._replace(standing=standing.get(each.key, "")) for each in found]


def _standing(keys: Iterable[Key], seen_by: Actor) -> dict[Key, str]:
    """The one sentence of each that waits for somebody. A published reply, which is all that is found, waits for nobody."""
    found: dict[Key, str] = {}
    for kind in (Kind.TOPIC, Kind.ISSUE, Kind.INTERVENTION, Kind.ACTION):
        waits = waits_of(kind, [row_id for each, row_id in keys if each == kind], seen_by=seen_by)
        found |= {Key(kind.value, row_id): waits_in_words(wait) for row_id, wait in waits.items()}
    return found


def _found(
    hit: Candidate, row: Any, words: tuple[str, ...], places: dict[int, tuple[str, str]], titles: dict[int, str]
) -> Found:
    source = SOURCES[hit.key.kind]
    title, text = source.shown(row)
    if hit.key.kind == "post":
        title = in_words(titles.get(row.discussion_id, "A discussion"))
    elif hit.key.kind in {"block", "example"}:
        title = title or in_words(row.topic_title)
    slug, module = places[texts.network_of(row)]
    shown = marked(title, words), excerpt(text, words)
    return Found(hit.key, source.noun, source.hue, *shown, slug, module, hit.at, row)


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


def saved_searches(*, seen_by: Actor) -> list[tuple[SavedSearch, str]]:
    """The reader's own, by name; and the code of the module that each looks in, "" for all."""
    own = select(SavedSearch, Module.code).where(SavedSearch.person_id == seen_by.person_id).order_by(SavedSearch.name)
    own = own.outerjoin(LearningNetwork, LearningNetwork.id == SavedSearch.network_id)
    own = own.outerjoin(Module, Module.id == LearningNetwork.module_id)
    return [(saved, code or "") for saved, code in db.session.execute(own)]


def saved_search(row_id: int, *, seen_by: Actor) -> SavedSearch:
    """One of the reader's own; another's does not exist."""
    found = db.session.get(SavedSearch, row_id)
    if found is None or found.person_id != seen_by.person_id:
        raise NotFound
    return found


def new_to(engine: Engine, saved: SavedSearch, since: int, *, seen_by: Actor) -> set[Key]:
    """What answers it that came after this entry, that the reader may see now and did not write."""
    typed = read(saved.asked)
    networks = {saved.network_id} if saved.network_id is not None else set(seen_by.roles)
    where, _faults = meaning.of(typed, seen_by, {each for each in networks if each is not None})
    if where is None or typed.nothing:
        return set()
    newer = where._replace(operators=where.operators | {"newer"}, values=where.values | {"newer": since})
    found = {each.key for each in find(engine, read_query(typed.words), newer, seen_by)}
    if not found:
        return found
    by_me = newer._replace(
        kinds=kinds_for(newer.kinds, {"author"}),
        operators=newer.operators | {"author"},
        values=newer.values | {"authors": [seen_by.person_id]},
    )
    return found - {each.key for each in find(engine, read_query(typed.words), by_me, seen_by)}
