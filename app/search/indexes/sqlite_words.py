"""The words of a SQLite database: an FTS5 table beside the rows.

Its rows have the numbers of their entries, and it gives them newest first without sorting. It reads nothing by itself:
texts come as our own words with blanks between them, so that both databases find the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, FromClause, Select, bindparam, column, func, literal_column, select, table, text

from app.core.db import db, rows_of
from app.search.indexes.language import Asked, plain_words, stemmed, stems
from app.search.indexes.protocol import MOST_NEIGHBOURS, IndexedText, places

MAKE = (
    "CREATE VIRTUAL TABLE search_words USING fts5(title, text, plain, place, tokenize=\"ascii tokenchars '_'\")",
    "CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab(search_words, col)",
)

_TABLE = table("search_words", column("rowid"), column("rank"))
_ITSELF: ColumnElement[str] = literal_column("search_words")
_STORE = text("INSERT INTO search_words (rowid, title, text, plain, place) VALUES (:id, :title, :text, :plain, :place)")
_DROP = text("DELETE FROM search_words WHERE rowid = :id")
_BEGINNING = text(
    "SELECT term FROM search_vocabulary WHERE term >= :least AND term < :beyond AND col = 'plain' LIMIT :most"
)
_MERGE = text("INSERT INTO search_words (search_words, rank) VALUES ('merge', :pages)")
#: What a place in the title, the text, and the very form that was typed is worth. The place of an entry says nothing.
_WEIGHTS = (8.0, 1.0, 0.5, 0.0)
#: Pages that one step of tidying writes: some ten milliseconds.
_STEP = 200


class SqliteWords:
    words: FromClause = _TABLE
    entry_id: ColumnElement[int] = _TABLE.c.rowid
    held_id: ColumnElement[int] = table("search_words_docsize", column("id")).c.id

    def holds(self, name: str) -> ColumnElement[bool]:
        return _ITSELF.op("MATCH", is_comparison=True)(bindparam(name))

    def worth(self, name: str) -> ColumnElement[float]:  # noqa: ARG002 -- FTS5 knows what it was asked
        return -func.bm25(_ITSELF, *map(literal_column, map(str, _WEIGHTS)))

    def among(self, name: str) -> Select[tuple[int]]:
        return select(_TABLE.c.rowid).where(self.holds(name))

    def asked(self, asked: Asked, place: str = "", *, title: bool = False) -> str:
        # No place without need: to weigh a match, FTS5 counts all entries of everything that it was asked for.
        wanted = list(_wanted(asked, title=title))
        if place or not wanted:
            wanted.insert(0, f'place : "{place or "all"}"')
        unwanted = "".join(f" NOT (plain : {_quoted(each)})" for each in asked.without)
        return f"({' AND '.join(wanted)}){unwanted}"

    def store(self, entries: Sequence[tuple[int, IndexedText]]) -> None:
        if entries:
            self.drop([entry_id for entry_id, _ in entries])
            db.session.execute(_STORE, [_row(entry_id, text) for entry_id, text in entries])

    def drop(self, entry_ids: Collection[int]) -> None:
        if entry_ids:
            db.session.execute(_DROP, [{"id": each} for each in entry_ids])

    def words_beginning(self, beginning: str) -> Iterable[str]:
        between = {"least": beginning, "beyond": beginning + "\U0010ffff", "most": MOST_NEIGHBOURS}
        return [word for (word,) in rows_of(_BEGINNING, between)]

    def tidy(self, *, begin: bool) -> bool:
        # What was taken out stays in older parts of the index until they are written together: a little at a time.
        connection = db.session.connection()
        before = connection.exec_driver_sql("SELECT total_changes()").scalar_one()
        connection.execute(_MERGE, {"pages": -_STEP if begin else _STEP})
        return bool(connection.exec_driver_sql("SELECT total_changes()").scalar_one() - before > 1)


def _row(entry_id: int, text: IndexedText) -> dict[str, int | str]:
    return {
        "id": entry_id,
        "title": " ".join(stems(text.title)),
        "text": " ".join(stems(text.text)),
        "plain": " ".join(plain_words(f"{text.title} {text.text}")),
        "place": " ".join(places(text.key.kind)),
    }


def _wanted(asked: Asked, *, title: bool) -> Iterator[str]:
    yield from (_word(word, title=title) for word in asked.words)
    for group in asked.any_of:
        yield "(" + " OR ".join(_word(word, title=title) for word in group) + ")"
    if title:
        words = [word for phrase in asked.phrases for word in phrase]
        yield from (_word(word, title=True) for word in words)
        return
    yield from (f"plain : {_quoted(phrase)}" for phrase in asked.phrases)
    yield from (f"plain : {_quoted((each,))} *" for each in asked.beginnings)


def _word(word: str, *, title: bool) -> str:
    form = _quoted((stemmed(word),))
    return f"title : {form}" if title else f"({{title text}} : {form} OR plain : {_quoted((word,))})"


def _quoted(words: tuple[str, ...]) -> str:
    """Words are letters, digits, marks and underscores: none ends a quotation."""
    return '"' + " ".join(words) + '"'
