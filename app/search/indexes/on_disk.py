"""The Whoosh index in DATA_DIR/search: read by the web processes, written by the worker.

Traps. What was not committed is as if it had never been. Scoring each posting in Python would take a second for a
common word, so words are matched as sets of document numbers and ranked by which fields they stand in.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from whoosh import fields, index
from whoosh.analysis import RegexTokenizer
from whoosh.filedb.filestore import FileStorage
from whoosh.writing import IndexWriter

from app.search.indexes.generations import Generations
from app.search.indexes.language import plain_words, read_query, stems
from app.search.indexes.matching import Matching
from app.search.indexes.postings import Postings, key_of
from app.search.indexes.protocol import MOST, IndexDamaged, IndexedText, Key

T = TypeVar("T")
log = logging.getLogger(__name__)

#: Part of the file names: another schema is another index, so an old one is never misread.
NAME = "networks-1"
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
        self._generations = Generations(folder)
        # One open index for all threads of a process, one search at a time: searching is Python's work anyway,
        # so threads would only wait for each other elsewhere and remember everything several times.
        self._turn = threading.Lock()
        self._held: tuple[Path, Postings] | None = None

    def put(self, key: Key, read: Callable[[], IndexedText | None]) -> None:
        with self._generations.writing():
            self._generations.note(_ref(key))
            if self._generations.damaged:
                return  # the worker writes everything anew, this too
            self._put(self._generations.current(), key, read)

    def rebuild(self, read_all: Callable[[], Iterable[IndexedText]], read: Callable[[Key], IndexedText | None]) -> int:
        written = 0
        with self._generations.rebuilding() as folder:
            with self._generations.writing():
                self._generations.begin_noting()
            with _given_up_on_a_fault(_writer(folder)) as writer:
                for document in read_all():
                    writer.add_document(**_fields(document))
                    written += 1
                writer.commit()
            with self._generations.writing():
                for key in map(key_of, self._generations.noted()):
                    self._put(folder, key, partial(read, key))
                self._generations.serve(folder)
        return written

    def find(
        self, query: str, network_ids: Collection[int], kinds: Collection[str] = (), most: int = MOST
    ) -> list[Key]:
        asked = read_query(query)
        if asked.empty or not network_ids:
            return []
        return self._read(lambda held: held.keys(Matching(held, network_ids, kinds).best(asked, most)), [])

    def forget(self) -> None:
        """As if it were damaged: whoever searches is told, and the worker writes it anew within a minute."""
        with self._generations.writing():
            self._generations.call_damaged("the search index is of rows that are not there any more")

    def keys(self) -> set[Key]:
        return self._read(lambda held: {key_of(stored["ref"]) for stored in held.all_stored()}, set())

    def fault(self) -> str:
        try:
            self._read(lambda held: held.total, 0)
        except IndexDamaged:
            why = self._generations.why_damaged or "the search index is damaged"
            return f"{why}; the worker is writing it anew"
        return ""

    def _read(self, call: Callable[[Postings], T], nothing: T) -> T:
        """What `call` finds in the newest index; `nothing` while there is none; IndexDamaged if it cannot be read."""
        with self._turn:
            if self._generations.damaged:
                raise IndexDamaged
            with self._noticing_damage():
                held = self._postings()
                return nothing if held is None else call(held)

    def _put(self, folder: Path, key: Key, read: Callable[[], IndexedText | None]) -> None:
        with self._noticing_damage():
            writer = _writer(folder)
        with _given_up_on_a_fault(writer):
            # Read only now, with the lock held: the last writer writes what the row said last.
            document = read()
            with self._noticing_damage():
                if document is None:
                    writer.delete_by_term("ref", _ref(key))
                else:
                    writer.update_document(**_fields(document))
                writer.commit()

    @contextlib.contextmanager
    def _noticing_damage(self) -> Iterator[None]:
        """Whoosh checks little of what it reads, so files that are not what they were show themselves by any error."""
        try:
            yield
        except IndexDamaged:
            raise
        except Exception as fault:
            if isinstance(fault, OSError) and not isinstance(fault, (FileNotFoundError, IsADirectoryError)):
                raise  # a full disk, a folder that may not be read: writing everything anew would not help
            log.exception("the search index cannot be read")
            self._held = None
            self._generations.call_damaged()
            raise IndexDamaged from fault

    def _postings(self) -> Postings | None:
        """The newest generation; None while there is no index. To see whether there is a newer one, a folder is listed."""
        for _ in range(MOST_OPENINGS):
            folder = self._generations.current()
            try:
                if self._held is None or self._held[0] != folder:
                    if not folder.is_dir() or not index.exists_in(str(folder), indexname=NAME):
                        self._held = None
                        return None
                    opened = _opened_between_commits(partial(_storage(folder).open_index, indexname=NAME))
                    self._held = folder, Postings(opened)
                self._held[1].look_again()
            except Exception:
                self._held = None
                if folder == self._generations.current():
                    raise
                continue  # another index took its place while this one was opened
            return self._held[1]
        return None


def _storage(folder: Path) -> FileStorage:
    # Not as memory that is mapped: Whoosh copies each part of a mapped file as a whole, which is as much again in every
    # process as the index has words and texts.
    return FileStorage(str(folder), supports_mmap=False)


def _writer(folder: Path) -> IndexWriter:
    """Of the index in this folder, made if it is not there. Its only writer calls this: see Generations.writing."""
    storage = _storage(folder).create()
    there = storage.index_exists(indexname=NAME)
    opened = storage.open_index(indexname=NAME) if there else storage.create_index(schema(), indexname=NAME)
    return opened.writer()


@contextlib.contextmanager
def _given_up_on_a_fault(writer: IndexWriter) -> Iterator[IndexWriter]:
    try:
        yield writer
    except BaseException:
        with contextlib.suppress(Exception):  # it may be closed, or as broken as the index
            writer.cancel()
        raise


def _opened_between_commits(open_it: Callable[[], index.FileIndex]) -> index.FileIndex:
    """Whoosh looks which generation is the newest and then reads it. A commit in between takes that one away."""
    for _ in range(MOST_OPENINGS):
        with contextlib.suppress(FileNotFoundError):
            return open_it()
    return open_it()


def _ref(key: Key) -> str:
    return f"{key.kind}:{key.id}"


def _fields(document: IndexedText) -> dict[str, str]:
    return {
        "ref": _ref(document.key),
        "kind": document.key.kind,
        "network": str(document.network_id),
        "title": " ".join(stems(document.title)),
        "text": " ".join(stems(f"{document.title} {document.text}")),
        "plain": " ".join(plain_words(f"{document.title} {document.text}")),
    }
