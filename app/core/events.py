"""Facts that features tell each other: upwards, at once, in the same transaction.

An event is a frozen dataclass in the past tense with ids and plain values. A listener may only
write rows (outbox rows included); one that fails fails the request, so nothing is half told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened. `network_id` is where, `actor_id` who did it."""

    network_id: int | None
    actor_id: int | None


E = TypeVar("E", bound=Event)
_listeners: dict[type[Event], list[Callable[[Any], None]]] = defaultdict(list)


def listen(event_type: type[E], listener: Callable[[E], None]) -> None:
    """Call `listener` at each event of this type; listing it twice changes nothing."""
    if listener not in _listeners[event_type]:
        _listeners[event_type].append(listener)


def announce(event: Event) -> None:
    for listener in _listeners[type(event)]:
        listener(event)
