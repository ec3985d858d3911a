"""What is drawn or worded once is kept in each language apart."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

from app.core.language.spoken import spoken

F = TypeVar("F", bound=Callable[..., Any])


def kept_by_language(maxsize: int | None = 256) -> Callable[[F], F]:
    """As `functools.lru_cache`, with the language of this moment in the key: for whatever gives words of ours, or HTML.

    Each language has `maxsize` results of its own, so that readers of one do not push out those of another.
    """

    def around(function: F) -> F:
        in_each: dict[str, Callable[..., Any]] = {}

        @wraps(function)
        def ask(*given: Any, **named: Any) -> Any:
            tag = spoken().tag
            try:
                known = in_each[tag]
            except KeyError:
                # Two threads may both come here first: then one of two empty caches is lost.
                known = in_each[tag] = lru_cache(maxsize)(function)
            return known(*given, **named)

        ask.cache_clear = in_each.clear  # type: ignore[attr-defined]
        return cast("F", ask)

    return around
