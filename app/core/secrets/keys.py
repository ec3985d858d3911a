"""Keys that live shorter than what they protect: a file each, outside the database and outside backups.

What is stored under a key means nothing once the key is destroyed, in every copy of the database, however old. So the
folder must not be copied: it says so itself, by the tag that backup programs know (bford.info/cachedir).
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from pathlib import Path

_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# Keys of open rounds. Never copy or back up this folder.\n"
_BYTES = 32


class Keys:
    """The keys in one folder, which all processes of the site share."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make(self, name: str) -> bytes:
        """The key of this name, made if there is none. Exact under concurrency: all are given the same one."""
        if (known := self.get(name)) is not None:
            return known
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.suppress(FileExistsError), (self._folder / "CACHEDIR.TAG").open("x") as tag:
            tag.write(_TAG)
        path = self._path(name)
        half = path.with_name(f"{path.name}.{secrets.token_hex(4)}.half")
        # Complete, and on the disk, before it has its name: a key that is lost makes a round void.
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(secrets.token_bytes(_BYTES))
            out.flush()
            os.fsync(out.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(half, path)
        half.unlink()
        return path.read_bytes()

    def get(self, name: str) -> bytes | None:
        try:
            found = self._path(name).read_bytes()
        except FileNotFoundError:
            return None
        return found if len(found) == _BYTES else None

    def destroy(self, name: str) -> None:
        """Write over the key, and remove it. What a disk keeps of an overwritten block is not in our hands."""
        path = self._path(name)
        with contextlib.suppress(FileNotFoundError):
            with path.open("r+b") as file:
                file.write(bytes(_BYTES))
                file.flush()
                os.fsync(file.fileno())
            path.unlink()

    def ages(self) -> dict[str, float]:
        """The names of the keys there are, with the instant at which each was made, in seconds of the machine's clock."""
        found = {}
        for path in self._folder.glob("*.key"):
            with contextlib.suppress(FileNotFoundError):
                found[path.name.removesuffix(".key")] = path.stat().st_mtime
        return found

    def _path(self, name: str) -> Path:
        if not re.fullmatch(r"[a-z0-9_-]{1,80}", name):
            raise ValueError(f"{name!r} is no name of a key.")
        return self._folder / f"{name}.key"


_keys: Keys | None = None


def use(keys: Keys) -> None:
    """Say where the keys of this process's site lie. Called once, by the factory."""
    global _keys
    _keys = keys


def current() -> Keys:
    assert _keys is not None, "the factory says where keys lie"
    return _keys
