"""The index for tests and very small sites: the same promises, in one process, gone with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from threading import Lock

from app.search.indexes.language import Asked, plain_words, read_query, stemmed, stems
from app.search.indexes.protocol import MOST, IndexedText, Key


@dataclass(frozen=True)
class _Entry:
    network_id: int
    title: frozenset[str]
    text: Counter[str]
    words: tuple[str, ...]


class InMemoryIndex:
    def __init__(self) -> None:
        self._entries: dict[Key, _Entry] = {}
        self._lock = Lock()

    def put(self, key: Key, read: Callable[[], IndexedText | None]) -> None:
        with self._lock:
            document = read()
            if document is None:
                self._entries.pop(key, None)
            else:
                self._entries[key] = _entry(document)

    def forget(self) -> None:
        with self._lock:
            self._entries = {}

    def fault(self) -> str:
        return ""

    def rebuild(
        self,
        read_all: Callable[[], Iterable[IndexedText]],
        read: Callable[[Key], IndexedText | None],  # noqa: ARG002 -- nothing is put while the lock is held
    ) -> int:
        with self._lock:
            self._entries = {document.key: _entry(document) for document in read_all()}
            return len(self._entries)

    def find(
        self, query: str, network_ids: Collection[int], kinds: Collection[str] = (), most: int = MOST
    ) -> list[Key]:
        asked = read_query(query)
        if asked.empty:
            return []
        held = self._held(network_ids, kinds)
        wanted = [stemmed(word) for word in asked.words]
        found = {key: _score(entry, wanted) for key, entry in held.items() if _has_all(entry, wanted, asked)}
        if not found:
            near = [stemmed(word) for word in self._near(asked.all_words, held)]
            found = {key: score for key, entry in held.items() if (score := _score(entry, near))}
        return _best(found, most)

    def keys(self) -> set[Key]:
        return set(self._entries)

    def _held(self, network_ids: Collection[int], kinds: Collection[str]) -> dict[Key, _Entry]:
        return {
            key: entry
            for key, entry in list(self._entries.items())
            if entry.network_id in network_ids and (not kinds or key.kind in kinds)
        }

    def _near(self, words: Iterable[str], held: dict[Key, _Entry]) -> list[str]:
        known = {word for entry in held.values() for word in entry.words}
        return [near for word in words for near in get_close_matches(word, known, n=3, cutoff=0.8)]


def _entry(document: IndexedText) -> _Entry:
    return _Entry(
        network_id=document.network_id,
        title=frozenset(stems(document.title)),
        text=Counter(stems(document.text)),
        words=tuple(plain_words(f"{document.title} {document.text}")),
    )


def _has_all(entry: _Entry, wanted: list[str], asked: Asked) -> bool:
    return all(each in entry.title or each in entry.text or each in entry.words for each in wanted) and all(
        _has_phrase(entry.words, phrase) for phrase in asked.phrases
    )


def _has_phrase(words: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    return any(words[at : at + len(phrase)] == phrase for at in range(len(words) - len(phrase) + 1))


def _score(entry: _Entry, wanted: list[str]) -> int:
    return sum(3 * (each in entry.title) + min(entry.text[each], 3) + (each in entry.words) for each in wanted)


def _best(found: dict[Key, int], most: int) -> list[Key]:
    return sorted(found, key=lambda key: (-found[key], key))[:most]
