"""The Whoosh index in DATA_DIR/search: read by every web thread, written by the worker.

Trap: a writer holds a file lock that the system takes back when its process ends, killed or not; what
was not committed is as if it had never been. A searcher is kept per thread and looks at each search
whether the index has a newer generation, which costs one listing of a folder.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any

from whoosh import fields, index, query
from whoosh.analysis import RegexTokenizer
from whoosh.filedb.filestore import FileStorage
from whoosh.searching import Searcher
from whoosh.writing import CLEAR, IndexWriter

from app.search.index import MOST, Document, Key
from app.search.language import Asked, least_shared, plain_words, read_query, stemmed, stems

#: Part of the file names: another schema is another index, so an old one is never misread.
NAME = "networks-1"
#: How long a writer waits for another one before the outbox tries again later.
PATIENCE = 30.0
MOST_LIKE_WORDS = 40


def schema() -> fields.Schema:
    """Words reach the index folded and stemmed by our own code, separated by spaces."""
    words = RegexTokenizer(r"\S+")
    return fields.Schema(
        ref=fields.ID(unique=True, stored=True),
        kind=fields.ID,
        network=fields.ID,
        title=fields.TEXT(analyzer=words, phrase=False),
        text=fields.TEXT(analyzer=words, phrase=False),
        plain=fields.TEXT(analyzer=words, phrase=True),
    )


class WhooshIndex:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._threads = threading.local()

    def put(self, key: Key, read: Callable[[], Document | None]) -> None:
        with self._writer() as writer:
            document = read()
            if document is None:
                writer.delete_by_term("ref", _ref(key))
            else:
                writer.update_document(**_fields(document))

    def rebuild(self, read_all: Callable[[], Iterable[Document]]) -> int:
        written = 0
        with self._writer(mergetype=CLEAR) as writer:
            for document in read_all():
                writer.add_document(**_fields(document))
                written += 1
        return written

    def find(
        self, query: str, network_ids: Collection[int], kinds: Collection[str] = (), most: int = MOST
    ) -> list[Key]:
        asked = read_query(query)
        searcher = self._searcher()
        if searcher is None or asked.empty or not network_ids:
            return []
        within = _within(network_ids, kinds)
        return _keys(searcher.search(_all_of(asked), limit=most, filter=within)) or _keys(
            searcher.search(_nearly(asked), limit=most, filter=within)
        )

    def alike(self, text: str, network_id: int, kinds: Collection[str], most: int) -> list[Key]:
        wanted = list(dict.fromkeys(stems(text)))[:MOST_LIKE_WORDS]
        searcher = self._searcher()
        if searcher is None or not wanted:
            return []
        either = query.Or([_either(word) for word in wanted])
        hits = searcher.search(either, limit=most * 3, filter=_within([network_id], kinds), terms=True)
        least = least_shared(len(wanted))
        telling = [hit for hit in hits if len({word for _field, word in hit.matched_terms()}) >= least]
        return [_key(hit["ref"]) for hit in telling[:most]]

    def keys(self) -> set[Key]:
        searcher = self._searcher()
        return set() if searcher is None else {_key(stored["ref"]) for stored in searcher.documents()}

    def _writer(self, mergetype: Any = None) -> _Writing:
        return _Writing(self._opened(), mergetype)

    def _opened(self) -> index.FileIndex:
        """The index, made if it is not there. Two workers that start together take turns."""
        storage = FileStorage(str(self._folder)).create()
        if not storage.index_exists(indexname=NAME):
            turn = storage.lock("making")
            turn.acquire(blocking=True)
            try:
                if not storage.index_exists(indexname=NAME):
                    storage.create_index(schema(), indexname=NAME)
            finally:
                turn.release()
        return storage.open_index(indexname=NAME)

    def _searcher(self) -> Searcher | None:
        """This thread's searcher on the newest generation; None while there is no index.

        Trap: Searcher.refresh() of this release keeps the old segments beside the new ones, so documents that
        were deleted are found again. A changed index is therefore opened anew, which takes a millisecond.
        """
        held: _Open | None = getattr(self._threads, "held", None)
        if held is None:
            if not self._folder.is_dir() or not index.exists_in(str(self._folder), indexname=NAME):
                return None
            held = _Open(index.open_dir(str(self._folder), indexname=NAME))
            self._threads.held = held
        return held.newest()


class _Open:
    """The index as one thread has it open."""

    def __init__(self, opened: index.FileIndex) -> None:
        self._index = opened
        self._open()

    def newest(self) -> Searcher:
        if self._index.latest_generation() != self._generation:
            self._searcher.close()
            self._open()
        return self._searcher

    def _open(self) -> None:
        # Asked before the files are opened: a commit in between costs one more opening, and is not missed.
        self._generation = self._index.latest_generation()
        self._searcher = self._index.searcher()


class _Writing:
    """One writer: committed at the end, given up on a fault."""

    def __init__(self, opened: index.FileIndex, mergetype: Any) -> None:
        self._opened = opened
        self._mergetype = mergetype

    def __enter__(self) -> IndexWriter:
        self._writer = self._opened.writer(timeout=PATIENCE, delay=0.05)
        return self._writer

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._writer.commit(mergetype=self._mergetype)
        else:
            self._writer.cancel()


def _ref(key: Key) -> str:
    return f"{key.kind}:{key.id}"


def _key(ref: str) -> Key:
    kind, _, number = ref.partition(":")
    return Key(kind, int(number))


def _keys(hits: Any) -> list[Key]:
    return [_key(hit["ref"]) for hit in hits]


def _fields(document: Document) -> dict[str, str]:
    return {
        "ref": _ref(document.key),
        "kind": document.key.kind,
        "network": str(document.network_id),
        "title": " ".join(stems(document.title)),
        "text": " ".join(stems(document.text)),
        "plain": " ".join(plain_words(f"{document.title} {document.text}")),
    }


def _within(network_ids: Collection[int], kinds: Collection[str]) -> query.Query:
    networks = query.Or([query.Term("network", str(network_id)) for network_id in sorted(network_ids)])
    return query.And([networks, query.Or([query.Term("kind", kind) for kind in sorted(kinds)])]) if kinds else networks


def _either(stem: str) -> query.Query:
    return query.DisjunctionMax([query.Term("title", stem, boost=3.0), query.Term("text", stem)])


def _all_of(asked: Asked) -> query.Query:
    words = [
        query.DisjunctionMax(
            [
                query.Term("title", stemmed(word), boost=3.0),
                query.Term("text", stemmed(word)),
                query.Term("plain", word, boost=1.2),
            ]
        )
        for word in asked.words
    ]
    return query.And([*words, *(query.Phrase("plain", list(phrase)) for phrase in asked.phrases)])


def _nearly(asked: Asked) -> query.Query:
    """Some of the words, or words that differ by a letter or two: for typing errors."""
    near = [
        query.FuzzyTerm("plain", word, maxdist=1 if len(word) < 8 else 2, prefixlength=1)
        for word in asked.all_words
        if len(word) > 3
    ]
    return query.Or([*(_either(stemmed(word)) for word in asked.all_words), *near])
