"""Versioned, immutable folders behind a one-line pointer, and the lock that keeps importers apart.

    analytics/import.lock
    analytics/<set>/CURRENT              one line: v7, or that it was withdrawn
    analytics/<set>/v7/manifest.json     what it is, where it comes from, what each file holds
    analytics/<set>/v7/*.parquet, weekly/*.parquet
    analytics/<set>/cache/v7/            answers already worked out; may be deleted at any time
    analytics/<set>/.work-*              an import at work, or one that was killed; never read
    analytics/.uploads/                  what is sent by pages, until it is published (app/analytics/keeping)

Readers read CURRENT on every request. A version that some reader may still hold is not deleted: the
last two stay, and older ones go an hour after they were replaced.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Final

from app.analytics.dataset.faults import DatasetFault, ImportBusy
from app.core import clock
from app.core.errors import Conflict

FORMAT: Final = 1  # of the files. A store of another format is imported anew and not read.
GRACE_SECONDS: Final = 3600
KEPT_VERSIONS: Final = 2

_WITHDRAWN: Final = "withdrawn"
_VERSION = re.compile(r"v([1-9][0-9]*)")
_SET_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


@dataclass(frozen=True)
class Manifest:
    """What a version says about itself."""

    set_name: str
    version: str
    source: str
    attribution: str
    imported_at: str
    fingerprint: str
    presentations: list[list[str]]  # pairs of module and presentation
    rows: dict[str, int]  # of the seven tables, as they were handed over
    files: dict[str, int] = field(default_factory=dict)  # of this version, with their rows
    format: int = FORMAT


class AlreadyServing(Conflict):
    """The very same files serve already, under the same key: there is nothing to do."""

    def __init__(self, manifest: Manifest) -> None:
        super().__init__(f"These very files serve already, as {manifest.set_name} {manifest.version}.")
        self.manifest = manifest


def analytics_dir(data_dir: Path) -> Path:
    return data_dir / "analytics"


def set_dir(data_dir: Path, set_name: str) -> Path:
    if not _SET_NAME.fullmatch(set_name):
        raise DatasetFault("A dataset's name has up to 32 small letters, digits and hyphens.")
    return analytics_dir(data_dir) / set_name


@contextmanager
def only_importer(data_dir: Path) -> Iterator[None]:
    """Hold the import lock, or raise ImportBusy. The kernel lets go of it when the process dies."""
    analytics_dir(data_dir).mkdir(parents=True, exist_ok=True)
    with (analytics_dir(data_dir) / "import.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ImportBusy from None
        yield


@contextmanager
def work_folder(folder: Path) -> Iterator[Path]:
    """A folder for one import, gone afterwards; what killed imports left behind goes too."""
    folder.mkdir(parents=True, exist_ok=True)
    for left_behind in folder.glob(".work-*"):
        shutil.rmtree(left_behind, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix=".work-", dir=folder))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def current_version(folder: Path) -> str | None:
    """The version that serves, or None. Called on every request, so it is one small read."""
    try:
        version = (folder / "CURRENT").read_text().strip()
    except (OSError, ValueError):
        return None
    return version if _VERSION.fullmatch(version) else None


def read_manifest(folder: Path, version: str) -> Manifest | None:
    """None where the version is of a format that this program does not read, or is not what it was."""
    try:
        stored = json.loads((folder / version / "manifest.json").read_text())
        return Manifest(**stored) if stored.get("format") == FORMAT else None
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def current_manifest(folder: Path) -> Manifest | None:
    version = current_version(folder)
    return read_manifest(folder, version) if version else None


def has_versions(folder: Path) -> bool:
    """Whether anything was ever published here."""
    return folder.is_dir() and bool(_numbers(folder))


def next_version(folder: Path) -> str:
    return f"v{max(_numbers(folder), default=0) + 1}"


def publish(folder: Path, finished: Path, manifest: Manifest) -> None:
    """Make `finished` the serving version: all of it is on the disk before the pointer moves."""
    (finished / "manifest.json").write_text(json.dumps(asdict(manifest), indent=1))
    for path in sorted(finished.rglob("*"), reverse=True):
        _sync(path)
    _sync(finished)
    finished.rename(folder / manifest.version)
    _sync(folder)
    _point(folder, manifest.version)


def withdraw(folder: Path) -> None:
    """Let nothing of this set serve any more. Its files stay."""
    _point(folder, _WITHDRAWN)


def is_withdrawn(folder: Path) -> bool:
    try:
        return (folder / "CURRENT").read_text().strip() == _WITHDRAWN
    except (OSError, ValueError):
        return False


def newest_manifest(folder: Path) -> Manifest | None:
    """Of the version that was published last, whether or not it serves."""
    numbers = _numbers(folder) if folder.is_dir() else []
    return read_manifest(folder, f"v{max(numbers)}") if numbers else None


def serve_again(folder: Path, manifest: Manifest) -> None:
    """Let the version of this manifest serve."""
    _point(folder, manifest.version)


def _point(folder: Path, where: str) -> None:
    """Move the pointer: whoever reads it finds the one or the other, whatever is killed when."""
    pointer = folder / "CURRENT.new"
    pointer.write_text(where + "\n")
    _sync(pointer)
    pointer.replace(folder / "CURRENT")
    _sync(folder)


def sweep(folder: Path) -> None:
    """Delete versions that nobody can be reading any more."""
    numbers = sorted(_numbers(folder))
    now = clock.real_now().timestamp()
    # A version was replaced when its successor came. Asked for before anything is deleted.
    replaced_at = {old: (folder / f"v{successor}").stat().st_mtime for old, successor in pairwise(numbers)}
    for number in numbers[:-KEPT_VERSIONS]:
        old = f"v{number}"
        if old != current_version(folder) and now - replaced_at[number] > GRACE_SECONDS:
            shutil.rmtree(folder / old, ignore_errors=True)
            shutil.rmtree(folder / "cache" / old, ignore_errors=True)


def _numbers(folder: Path) -> list[int]:
    names = (_VERSION.fullmatch(path.name) for path in folder.iterdir())
    return [int(name[1]) for name in names if name]


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
