"""Where the serving index lies, and how another takes its place while people search and write.

    search/CURRENT      the name of the serving folder; without it the index lies in search/ itself
    search/<name>/      one index
    search/.writing     locked by whoever writes a document, or puts another index in the serving one's place
    search/.rebuilding  locked by whoever writes all documents anew, beside the serving index
    search/.changed     what was written meanwhile, a line each, so that it is written into the new one too
    search/.damaged     left by a reader that could not read; the worker then writes everything anew

The system takes a lock back when its process ends, killed or not.
"""

from __future__ import annotations

import contextlib
import fcntl
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

#: How long a writer waits for another one before the outbox tries again later.
PATIENCE = 30.0
_PAUSE = 0.02


class Busy(OSError):
    """Somebody else wrote for longer than PATIENCE."""


class Generations:
    def __init__(self, home: Path) -> None:
        self.home = home

    def current(self) -> Path:
        """The serving folder; it may hold no index yet."""
        with contextlib.suppress(FileNotFoundError):
            name = (self.home / "CURRENT").read_text().strip()
            if name and "/" not in name:
                return self.home / name
        return self.home

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """One writer at a time, over all processes; or Busy."""
        with self._locked(".writing", time.monotonic() + PATIENCE):
            yield

    @contextlib.contextmanager
    def rebuilding(self) -> Iterator[Path]:
        """One rebuild at a time: a new empty folder. What earlier ones left half done is removed."""
        with self._locked(".rebuilding", None):
            serving = self.current()
            for other in self.home.iterdir():
                if other.is_dir() and other != serving:
                    shutil.rmtree(other, ignore_errors=True)
            new = self.home / secrets.token_hex(4)
            new.mkdir()
            yield new

    def begin_noting(self) -> None:
        """From now on `note` keeps what is written. Called while `writing`."""
        (self.home / ".changed").write_text("")

    def note(self, line: str) -> None:
        """That this was written, if a rebuild is under way. Called while `writing`."""
        changed = self.home / ".changed"
        if changed.exists():
            with changed.open("a") as out:
                out.write(f"{line}\n")

    def noted(self) -> list[str]:
        with contextlib.suppress(FileNotFoundError):
            return list(dict.fromkeys((self.home / ".changed").read_text().split()))
        return []

    def serve(self, new: Path) -> None:
        """Put this folder in the serving one's place, for every process at its next look. Called while `writing`."""
        before = self.current()
        half = self.home / f".{new.name}"
        half.write_text(new.name)
        half.replace(self.home / "CURRENT")
        (self.home / ".changed").unlink(missing_ok=True)
        (self.home / ".damaged").unlink(missing_ok=True)
        # Whoever still reads the old one has its files open.
        if before == self.home:
            for file in self.home.glob("*networks-*"):
                file.unlink(missing_ok=True)
        else:
            shutil.rmtree(before, ignore_errors=True)

    @property
    def damaged(self) -> bool:
        return (self.home / ".damaged").exists()

    @property
    def why_damaged(self) -> str:
        """What was said when it was called so; "" if nothing was, or if it is not."""
        with contextlib.suppress(OSError):
            return (self.home / ".damaged").read_text()
        return ""

    def call_damaged(self, why: str = "") -> None:
        """Leave word for the worker. A full disk may refuse even that; the next reader tries again."""
        with contextlib.suppress(OSError):
            (self.home / ".damaged").write_text(why)

    @contextlib.contextmanager
    def _locked(self, name: str, until: float | None) -> Iterator[None]:
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / name).open("w") as file:
            while True:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if until is not None and time.monotonic() > until:
                        raise Busy(f"{self.home / name} is held by another writer") from None
                    time.sleep(_PAUSE)
            yield
