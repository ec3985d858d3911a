"""What several parts of one page need is read once: kept for the rest of the request, and for no longer."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from flask import g

T = TypeVar("T")


def once(key: Hashable, read: Callable[[], T]) -> T:
    """What `read` gives, or what it or `known` gave for this key before. For pages, which change nothing: after a change it
    would be what was before.
    """
    kept = _kept()
    if key not in kept:
        kept[key] = read()
    found: T = kept[key]
    return found


def known(key: Hashable, value: Any) -> None:
    """The value for this key is known already: it came with something else."""
    _kept()[key] = value


def _kept() -> dict[Hashable, Any]:
    kept: dict[Hashable, Any] = g.setdefault("read_once", {})
    return kept
