"""What is being sent, in a folder of its own beside the datasets, until it is published, thrown away or forgotten.

    analytics/.uploads/<id>/about.json       what it will be called, and where it comes from
    analytics/.uploads/<id>/progress.json    how far the worker is with it
    analytics/.uploads/<id>/files/           what was sent; a file that has not all arrived ends in .part
    analytics/.uploads/<id>/preparing/       the worker's; gone afterwards
    analytics/.uploads/<id>/out/             what was checked and may be published, with its manifest
    analytics/.uploads/<id>/stop             somebody wants the worker to stop
    analytics/.uploads/<id>/lock             held by whoever writes here; the kernel lets go of it when the process dies

Nothing of it is in the database, in a backup, or anywhere else: the files name students. They go as soon as they are
checked, and are forgotten a day after anybody last did something about them.
"""

from __future__ import annotations

import fcntl
import json
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from app.analytics.dataset.publishing import Manifest, analytics_dir, read_manifest
from app.core import clock
from app.core.errors import Conflict, NotFound
from app.core.language.spoken import gettext

FORGOTTEN_AFTER: Final = 24 * 3600
_ID = re.compile(r"[0-9a-f]{16}")


class UploadState(StrEnum):
    """Where an upload stands. STOPPED is found, and not written: the worker was on it and is no more."""

    ARRIVING = "arriving"
    WAITING = "waiting"
    CHECKING = "checking"
    STOPPED = "stopped"
    FAULTY = "faulty"
    CHECKED = "checked"


@dataclass(frozen=True)
class UploadProgress:
    state: UploadState = UploadState.ARRIVING
    #: What is read at the moment, and how far.
    table: str = ""
    done: int = 0
    total: int = 0
    #: Why the files cannot be taken in.
    fault: str = ""

    @property
    def in_hand(self) -> bool:
        """The worker has it, or will."""
        return self.state in {UploadState.WAITING, UploadState.CHECKING}


@dataclass(frozen=True)
class Upload:
    id: str
    set_name: str
    source: str
    attribution: str
    begun_at: str
    folder: Path

    @property
    def files(self) -> Path:
        return self.folder / "files"

    @property
    def out(self) -> Path:
        return self.folder / "out"

    @property
    def progress(self) -> UploadProgress:
        try:
            stored = json.loads((self.folder / "progress.json").read_text())
            found = UploadProgress(**stored | {"state": UploadState(stored["state"])})
        except (OSError, ValueError, TypeError, KeyError):
            return UploadProgress()
        killed = found.state is UploadState.CHECKING and not self.is_held()
        return replace(found, state=UploadState.STOPPED) if killed else found

    @property
    def prepared(self) -> Manifest | None:
        """What may be published, if it was checked."""
        is_checked = self.progress.state is UploadState.CHECKED
        return read_manifest(self.folder, self.out.name) if is_checked else None

    @property
    def stop_wanted(self) -> bool:
        return (self.folder / "stop").exists()

    def is_held(self) -> bool:
        """Whether some process is writing here now."""
        try:
            with (self.folder / "lock").open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def note(self, progress: UploadProgress) -> None:
        _write(self.folder / "progress.json", asdict(progress))

    def want_stop(self) -> None:
        (self.folder / "stop").touch()

    def throw_away(self) -> None:
        """All of it, the names of students first."""
        shutil.rmtree(self.files, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def alone_with(upload: Upload, *, wait: bool = False) -> Iterator[None]:
    """Hold the lock of an upload; Conflict if somebody else does, unless one waits for them. NotFound if it has gone."""
    try:
        lock = (upload.folder / "lock").open("a")
    except OSError:
        raise NotFound from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise Conflict(gettext("These files are being written or read at this moment.")) from None
        yield


def begin(home: Path, *, set_name: str, source: str, attribution: str) -> Upload:
    """A new one, without any file."""
    id_ = secrets.token_hex(8)
    folder = _root(home) / id_
    (folder / "files").mkdir(parents=True)
    about = {"set_name": set_name, "source": source, "attribution": attribution, "begun_at": clock.now().isoformat()}
    _write(folder / "about.json", about)
    return Upload(id_, folder=folder, **about)


def find(home: Path, id_: str) -> Upload | None:
    folder = _root(home) / id_
    if not _ID.fullmatch(id_):
        return None
    try:
        return Upload(id_, folder=folder, **json.loads((folder / "about.json").read_text()))
    except (OSError, ValueError, TypeError):
        return None


def every(home: Path) -> list[Upload]:
    """The oldest first."""
    root = _root(home)
    ids = [each.name for each in root.iterdir()] if root.is_dir() else []
    return sorted((each for id_ in ids if (each := find(home, id_))), key=lambda each: (each.begun_at, each.id))


def forget_old(home: Path) -> int:
    """Throw away what nobody has touched for a day, cut off or not, also what has no name any more; how many."""
    root, old = _root(home), clock.real_now().timestamp() - FORGOTTEN_AFTER
    forgotten = 0
    for folder in list(root.iterdir()) if root.is_dir() else ():
        upload = Upload(folder.name, "", "", "", "", folder)
        if _touched(folder) < old and not upload.is_held():
            upload.throw_away()
            forgotten += 1
    return forgotten


def _touched(folder: Path) -> float:
    times = []
    for path in (folder, *folder.rglob("*")):
        try:
            # Only what people or the worker write: opening the lock to look touches nothing.
            times.append(path.lstat().st_mtime)
        except OSError:
            continue
    return max(times, default=0.0)


def _root(home: Path) -> Path:
    return analytics_dir(home) / ".uploads"


def _write(path: Path, values: Mapping[str, object]) -> None:
    half = path.with_suffix(".new")
    half.write_text(json.dumps(values))
    half.replace(path)
