"""Similar topics and issues while one is being written: search says which, if it is there.

Nobody below `search` may import it, so it registers its finder here. Without one, or before there is
an index, nothing is similar to anything, and no page says a word about it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple


class SimilarRow(NamedTuple):
    """Something that reads like the text. Whether the reader may see it is asked of the database afterwards."""

    kind: Literal["topic", "issue"]
    id: int


#: Called with the network's id, the text and how many are wanted; best first.
Finder = Callable[[int, str, int], list[SimilarRow]]

_finder: list[Finder] = []


def find_similar_with(finder: Finder) -> None:
    """Say who finds. The last one said is asked."""
    _finder[:] = [finder]


def find(network_id: int, text: str, most: int) -> list[SimilarRow]:
    if not _finder or not text.strip():
        return []
    return _finder[0](network_id, text, most)
