"""The Whoosh index in DATA_DIR/search: read by the web processes, written by the worker.

Traps. A writer holds a file lock that the system takes back when its process ends, killed or not; what
was not committed is as if it had never been. Scoring each posting in Python would take a second for a
common word, so words are matched as sets of document numbers and ranked by which fields they stand in.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any

from whoosh import fields, index
from whoosh.analysis import RegexTokenizer
from whoosh.filedb.filestore import FileStorage
from whoosh.writing import CLEAR, IndexWriter

from app.search.index import MOST, Document, Key
from app.search.language import least_shared, plain_words, read_query, stems
from app.search.matching import Matching
from app.search.postings import Postings, key_of

#: Part of the file names: another schema is another index, so an old one is never misread.
NAME = "networks-1"
#: How long a writer waits for another one before the outbox tries again later.
PATIENCE = 30.0
MOST_LIKE_WORDS = 40
#: A commit takes far longer than an opening, so the second hardly ever fails.
MOST_OPENINGS = 20


def schema() -> fields.Schema:
    """Words reach the index folded and stemmed by our own code, separated by spaces; positions are not needed."""
    words = RegexTokenizer(r"\S+")
    return fields.Schema(
        ref=fields.ID(unique=True, stored=True),
        kind=fields.ID,
        network=fields.ID,
        title=fields.TEXT(analyzer=words, phrase=False),
        text=fields.TEXT(analyzer=words, phrase=False),
        plain=fields.TEXT(analyzer=words, phrase=False, stored=True),
    )


class WhooshIndex:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        # One open index for all threads of a process, one search at a time: searching is Python's work anyway,
        # so threads would only wait for each other elsewhere and remember everything several times.
        self._turn = threading.Lock()
        self._held: Postings | None = None

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
        if asked.empty or not network_ids:
            return []
        with self._turn:
            postings = self._postings()
            if postings is None:
                return []
            return postings.keys(Matching(postings, network_ids, kinds).best(asked, most))

    def alike(self, text: str, network_id: int, kinds: Collection[str], most: int) -> list[Key]:
        wanted = list(dict.fromkeys(stems(text)))[:MOST_LIKE_WORDS]
        with self._turn:
            postings = self._postings()
            if postings is None or not wanted:
                return []
            matching = Matching(postings, [network_id], kinds)
            return postings.keys(matching.sharing(wanted, least_shared(len(wanted)), most))

    def keys(self) -> set[Key]:
        with self._turn:
            postings = self._postings()
            return set() if postings is None else {key_of(stored["ref"]) for stored in postings.all_stored()}

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
        return _opened_between_commits(lambda: storage.open_index(indexname=NAME))

    def _postings(self) -> Postings | None:
        """The newest generation; None while there is no index. To see whether there is a newer one, a folder is listed."""
        if self._held is None:
            if not self._folder.is_dir() or not index.exists_in(str(self._folder), indexname=NAME):
                return None
            folder = str(self._folder)
            self._held = Postings(_opened_between_commits(lambda: index.open_dir(folder, indexname=NAME)))
        self._held.look_again()
        return self._held


def _opened_between_commits(open_it: Callable[[], index.FileIndex]) -> index.FileIndex:
    """Whoosh looks which generation is the newest and then reads it. A commit in between takes that one away."""
    for _ in range(MOST_OPENINGS):
        with contextlib.suppress(FileNotFoundError):
            return open_it()
    return open_it()


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


def _fields(document: Document) -> dict[str, str]:
    return {
        "ref": _ref(document.key),
        "kind": document.key.kind,
        "network": str(document.network_id),
        "title": " ".join(stems(document.title)),
        "text": " ".join(stems(f"{document.title} {document.text}")),
        "plain": " ".join(plain_words(f"{document.title} {document.text}")),
    }
