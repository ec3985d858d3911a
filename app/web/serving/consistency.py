"""What `site check` asks beyond /readyz, and what features owe after a restore. Each adds its own in its wiring."""

from __future__ import annotations

from collections.abc import Callable

#: Name of a part → what does not fit together in it, a sentence each; nothing when all does. These may take a minute.
_checks: dict[str, Callable[[], list[str]]] = {}
#: What a feature does to what it keeps outside the database, when another database is put in its place.
_after: dict[str, Callable[[], None]] = {}


def check_also(name: str, check: Callable[[], list[str]]) -> None:
    """Ask this, too, whenever the site is checked."""
    _checks[name] = check


def faults() -> dict[str, list[str]]:
    """What features say of what they keep, by the name of the part."""
    return {name: check() for name, check in _checks.items()}


def after_restore(name: str, call: Callable[[], None]) -> None:
    """Do this, too, just before a restored database is put in its place. It must be safe to do twice."""
    _after[name] = call


def renounce_what_was() -> None:
    """What features keep is of a database that is not there any more."""
    for call in _after.values():
        call()
