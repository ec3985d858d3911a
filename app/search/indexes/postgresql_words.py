"""The words of a PostgreSQL database: a tsvector for each entry, and the list of all words.

PostgreSQL's own parser would part H₂O, drop the a of K_a and keep a Chinese sentence as one word, so it is not asked:
vectors and queries are made of our own words. A word as it is written stands bare and has its places; its stem has "=" before
it, a stem of the title "^", and where the entry belongs "#".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from app.core.db import db, rows_of
from app.search.indexes.language import Asked, plain_words, stemmed, stems
from app.search.indexes.protocol import MOST_NEIGHBOURS, IndexedText, places

MAKE = (
    "CREATE TABLE search_words (id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX ix_search_words_words ON search_words USING gin (words)",
    'CREATE TABLE search_vocabulary (word text COLLATE "C" PRIMARY KEY)',
)

_TABLE = table("search_words", column("id"), column("words"))
_STORE = text(
    "INSERT INTO search_words (id, words) VALUES (:id, CAST(:words AS tsvector))"
    " ON CONFLICT (id) DO UPDATE SET words = excluded.words"
)
_DROP = text("DELETE FROM search_words WHERE id = ANY(:ids)")
#: In the order of the words, so that two who write the same ones wait for each other in turn and not in a circle.
_LEARN = text("INSERT INTO search_vocabulary (word) SELECT unnest(CAST(:words AS text[])) ON CONFLICT DO NOTHING")
_KNOWN = text("SELECT unnest(tsvector_to_array(words)) FROM search_words WHERE id = ANY(:ids)")
_UNLEARN = text(
    "DELETE FROM search_vocabulary v WHERE v.word = ANY(CAST(:words AS text[])) AND NOT EXISTS"
    " (SELECT 1 FROM search_words w WHERE w.words @@ CAST(quote_literal(v.word) AS tsquery))"
)
_BEGINNING = text(
    "SELECT word FROM search_vocabulary WHERE word >= :least AND word < :beyond ORDER BY word LIMIT :most"
)
_WEIGHTS = "{0.1, 0.1, 0.2, 1.0}"
#: PostgreSQL keeps no place beyond this, and of one word no more places than these.
_LAST_PLACE, _MOST_PLACES = 16_000, 200


class PostgresqlWords:
    words: FromClause = _TABLE
    entry_id: ColumnElement[int] = _TABLE.c.id
    held_id: ColumnElement[int] = table("search_words", column("id")).alias("held").c.id

    def holds(self, name: str) -> ColumnElement[bool]:
        return _TABLE.c.words.op("@@", is_comparison=True)(cast(bindparam(name), TSQUERY))

    def worth(self, name: str) -> ColumnElement[float]:
        return func.ts_rank(
            literal_column(f"CAST('{_WEIGHTS}' AS float4[])"), _TABLE.c.words, cast(bindparam(name), TSQUERY)
        )

    def among(self, name: str) -> Select[tuple[int]]:
        return select(_TABLE.c.id).where(self.holds(name))

    def asked(self, asked: Asked, place: str = "", *, title: bool = False) -> str:
        wanted = list(_wanted(asked, title=title))
        if place or not wanted:
            wanted.insert(0, f"'#{place or 'all'}'")
        unwanted = [f"!({_together(each)})" for each in asked.without]
        return " & ".join([*wanted, *unwanted])

    def store(self, entries: Sequence[tuple[int, IndexedText]]) -> None:
        if not entries:
            return
        before = self._plain([entry_id for entry_id, _ in entries])
        db.session.execute(_STORE, [{"id": entry_id, "words": _vector(text)} for entry_id, text in entries])
        now = {word for _, text in entries for word in plain_words(f"{text.title} {text.text}")}
        if now - before:
            db.session.execute(_LEARN, {"words": sorted(now - before)})
        self._unlearn(before - now)

    def drop(self, entry_ids: Collection[int]) -> None:
        if entry_ids:
            before = self._plain(entry_ids)
            db.session.execute(_DROP, {"ids": list(entry_ids)})
            self._unlearn(before)

    def words_beginning(self, beginning: str) -> Iterable[str]:
        between = {"least": beginning, "beyond": beginning + "\U0010ffff", "most": MOST_NEIGHBOURS}
        return [word for (word,) in rows_of(_BEGINNING, between)]

    def tidy(self, *, begin: bool) -> bool:  # noqa: ARG002 -- one promise for both
        """Nothing to do: autovacuum sees to it."""
        return False

    def _plain(self, entry_ids: Collection[int]) -> set[str]:
        found = rows_of(_KNOWN, {"ids": list(entry_ids)})
        return {word for (word,) in found if word[:1] not in "=^#"}

    def _unlearn(self, words: set[str]) -> None:
        if words:
            db.session.execute(_UNLEARN, {"words": sorted(words)})


def _vector(text: IndexedText) -> str:
    stands: dict[str, list[str]] = defaultdict(list)
    for place, word in enumerate(plain_words(f"{text.title} {text.text}")[:_LAST_PLACE], 1):
        if len(stands[word]) < _MOST_PLACES:
            stands[word].append(str(place))
    for word in stems(text.text):
        stands.setdefault(f"={word}", ["1"])
    for word in stems(text.title):
        stands[f"^{word}"] = ["1A"]
    words = [f"'{word}':{','.join(at)}" for word, at in stands.items()]
    return " ".join([*words, *(f"'#{place}'" for place in places(text.key.kind))])


def _wanted(asked: Asked, *, title: bool) -> Iterator[str]:
    yield from (_word(word, title=title) for word in asked.words)
    for group in asked.any_of:
        yield "(" + " | ".join(_word(word, title=title) for word in group) + ")"
    if title:
        yield from (_word(word, title=True) for phrase in asked.phrases for word in phrase)
        return
    yield from (f"({_together(phrase)})" for phrase in asked.phrases)
    yield from (f"'{each}':*" for each in asked.beginnings)


def _word(word: str, *, title: bool) -> str:
    form = stemmed(word)
    return f"'^{form}'" if title else f"('^{form}' | '={form}' | '{word}')"


def _together(words: tuple[str, ...]) -> str:
    """Words are letters, digits, marks and underscores: none ends a quotation."""
    return " <-> ".join(f"'{word}'" for word in words)
