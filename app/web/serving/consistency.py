"""What `site check` asks beyond /readyz. Each feature adds its own in its wiring."""

from __future__ import annotations

from collections.abc import Callable

#: Name of a part → what does not fit together in it, a sentence each; nothing when all does. These may take a minute.
_checks: dict[str, Callable[[], list[str]]] = {}


def check_also(name: str, check: Callable[[], list[str]]) -> None:
    """Ask this, too, whenever the site is checked."""
    _checks[name] = check


def faults() -> dict[str, list[str]]:
    """What features say of what they keep, by the name of the part."""
    return {name: check() for name, check in _checks.items()}
