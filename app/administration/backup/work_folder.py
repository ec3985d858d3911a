"""A folder for what is half made, beside the place where the whole is to be."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from app.core import clock

_BEGINS = ".half-made-"
_LOCK = "lock"
#: Seconds after which a folder without its lock belongs to nobody who is just making it.
_SOON = 3600


@contextmanager
def work_folder(beside: Path) -> Iterator[Path]:
    """On the same disk as `beside`, whose folder it lies in; gone afterwards. What one that was killed left goes too: the
    system takes its lock back.
    """
    beside.mkdir(parents=True, exist_ok=True)
    for left in beside.glob(f"{_BEGINS}*"):
        if _is_left_over(left):
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=_BEGINS, dir=beside))
    try:
        with (folder / _LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_left_over(folder: Path) -> bool:
    try:
        with (folder / _LOCK).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        with suppress(OSError):
            return clock.real_now().timestamp() - folder.stat().st_mtime > _SOON
        return False
    return True


def on_the_disk(path: Path) -> None:
    """What the file or the folder says is there after a power cut, too."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
