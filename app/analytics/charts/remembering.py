"""Keep drawn charts and tables in memory: the same overlay is asked for again and again.

Drawing takes a few milliseconds, as long as all the rest of a page. What is kept belongs to one
process and to the very overlay it was drawn from.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Final, TypeVar

from app.analytics.charts.marker import Marker
from app.analytics.measures import Overlay

Drawn = TypeVar("Drawn")

_KEPT: Final = 64
_recent: OrderedDict[Hashable, tuple[object, Any]] = OrderedDict()
_lock = threading.Lock()


def remembered(draw: Callable[..., Drawn], overlay: Overlay, markers: Sequence[Marker] = (), **words: str) -> Drawn:
    """`draw(overlay, markers, **words)`, or what it gave before for this overlay.

    An overlay is known by the identity of its figures, which the cache of answers hands out again
    while they are in use; comparing them all would cost as much as drawing.
    """
    figures = overlay.presentations
    key = (draw, id(figures), overlay.dataset, overlay.mapping, tuple(markers), *sorted(words.items()))
    with _lock:
        known = _recent.get(key)
        if known is not None and known[0] is figures:
            _recent.move_to_end(key)
            return known[1]  # type: ignore[no-any-return]
    drawn = draw(overlay, markers, **words)
    with _lock:
        _recent[key] = (figures, drawn)
        while len(_recent) > _KEPT:
            _recent.popitem(last=False)
    return drawn
