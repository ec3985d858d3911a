"""Where the bytes lie: in a folder, or wherever fsspec reaches. Places are "network/digest.suffix" and never change."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import IO, Any, NamedTuple, Protocol

from app.core import clock


class Lying(NamedTuple):
    """What lies in the store."""

    place: str
    size: int
    #: When it was written, as far as the store knows.
    at: datetime


class FileStore(Protocol):
    def write(self, place: str, held: bytes) -> None:
        """All of it or nothing; again without harm. OSError if there is no room."""

    def open(self, place: str) -> IO[bytes]:
        """To be read and closed; FileNotFoundError if it is not there."""

    def holds(self, place: str) -> bool: ...

    def remove(self, place: str) -> None:
        """Gone, also if it was not there."""

    def all(self) -> Iterator[Lying]: ...


class FolderStore:
    """A folder of this machine, or one that several machines share."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def write(self, place: str, held: bytes) -> None:
        target = self.home / place
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, half = tempfile.mkstemp(prefix=".half-", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(held)
                file.flush()
                os.fsync(file.fileno())
            Path(half).replace(target)
        except BaseException:
            with suppress(OSError):
                Path(half).unlink()
            raise

    def open(self, place: str) -> IO[bytes]:
        return (self.home / place).open("rb")

    def holds(self, place: str) -> bool:
        return (self.home / place).is_file()

    def remove(self, place: str) -> None:
        (self.home / place).unlink(missing_ok=True)

    def all(self) -> Iterator[Lying]:
        for folder in sorted(self.home.glob("[0-9]*")):
            for path in sorted(folder.iterdir()):
                with suppress(OSError):  # it went meanwhile
                    told = path.stat()
                    at = datetime.fromtimestamp(told.st_mtime, UTC)
                    yield Lying(f"{folder.name}/{path.name}", told.st_size, at)


class FarStore:
    """What fsspec reaches by an address: object storage, another machine."""

    def __init__(self, address: str) -> None:
        # Read only where it is asked for: no process of a small site needs it.
        self._files, home = import_module("fsspec").core.url_to_fs(address)
        self._home = str(home).rstrip("/")

    def write(self, place: str, held: bytes) -> None:
        path = self._path(place)
        self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
        self._files.pipe_file(path, held)

    def open(self, place: str) -> IO[bytes]:
        file: IO[bytes] = self._files.open(self._path(place), "rb")
        return file

    def holds(self, place: str) -> bool:
        return bool(self._files.exists(self._path(place)))

    def remove(self, place: str) -> None:
        with suppress(FileNotFoundError):
            self._files.rm_file(self._path(place))

    def all(self) -> Iterator[Lying]:
        with suppress(FileNotFoundError):
            found: dict[str, dict[str, Any]] = self._files.find(self._home, detail=True)
            for path, told in sorted(found.items()):
                parts = path.rsplit("/", 2)
                yield Lying("/".join(parts[-2:]), int(told.get("size") or 0), _written_at(told))

    def _path(self, place: str) -> str:
        return f"{self._home}/{place}"


def _written_at(told: dict[str, Any]) -> datetime:
    """By whichever name the store says it; one that does not say is taken for new, so that nothing goes too soon."""
    for name in ("LastModified", "last_modified", "mtime", "created", "updated"):
        at = told.get(name)
        if isinstance(at, datetime):
            return at if at.tzinfo else at.replace(tzinfo=UTC)
        if isinstance(at, int | float):
            return datetime.fromtimestamp(at, UTC)
    return clock.real_now()


def named_by(address: str, otherwise: Path) -> FileStore:
    """The store of a setting: nothing, a folder, or an address with :// in it."""
    if "://" in address:
        return FarStore(address)
    return FolderStore(Path(address).expanduser().resolve() if address else otherwise)


_store: FileStore | None = None


def use(store: FileStore) -> None:
    """Keep the files there from now on."""
    global _store  # noqa: PLW0603 -- one per process, set when the application starts
    _store = store


def current() -> FileStore:
    assert _store is not None, "use has not been called"
    return _store
