"""A secret that is made once and kept in a file, readable by its owner only."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path


def kept_secret(path: Path, make: Callable[[], bytes]) -> bytes:
    """What the file holds; `make` is asked for it at the first time. Of two processes that begin at once one makes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # Complete before it has its name: neither a twin nor a kill leaves half a secret behind.
        half = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            out.write(make())
        with contextlib.suppress(FileExistsError):
            os.link(half, path)
        half.unlink()
    return path.read_bytes()
