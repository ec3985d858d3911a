"""The measures of this process: one store, set when the application starts."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from app.analytics.measures import Measures
from app.analytics.store import Store

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
    path = home / "analytics" / "pseudonym.key"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # Complete before it has its name: a process killed here leaves no half key behind.
        half = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(secrets.token_bytes(32))
        with contextlib.suppress(FileExistsError):
            os.link(half, path)
        half.unlink()
    return path.read_bytes()
