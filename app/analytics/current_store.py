"""The measures of this process: one store, set when the application starts."""

from __future__ import annotations

import secrets
from pathlib import Path

from app.analytics.measures import Measures
from app.analytics.store import Store
from app.core.secrets.kept import kept_secret

_measures: Measures | None = None


def use_store(home: Path) -> None:
    """Read datasets from this folder from now on."""
    global _measures  # noqa: PLW0603 -- one per process, set when the application starts
    if _measures is None or _measures.store.data_dir != home:
        _measures = Measures(Store(home))


def measures() -> Measures:
    assert _measures is not None, "use_store has not been called"
    return _measures


def store() -> Store:
    return measures().store


def pseudonym_key(home: Path) -> bytes:
    """The key that hides student numbers: made once, kept beside the store, readable by its owner only."""
    return kept_secret(home / "analytics" / "pseudonym.key", lambda: secrets.token_bytes(32))
