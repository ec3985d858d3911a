"""Whoever is going to write to a SQLite file waits for the others here, and not in SQLite.

SQLite lets a writer that finds the lock taken sleep, and look again up to a tenth of a second later; meanwhile whoever comes
by is served first, and the last of many wait for seconds. A lock of the operating system wakes who waits as soon as it is
free, and is let go of when its process is killed. It orders the writers and protects nothing: SQLite's own lock does that,
also against programs that know nothing of this one.
"""

from __future__ import annotations

import fcntl
import os
import threading
import weakref
from contextlib import suppress
from time import monotonic
from typing import BinaryIO


class WriteQueue:
    """The writers of one file: first this process's threads among each other, then one of them against other processes."""

    def __init__(self, path: str) -> None:
        """`path` is the queue's own file. It stays empty, and is made when it is first needed."""
        self.path = path
        self._turn = threading.Lock()
        self._lock: BinaryIO | None = None
        _queues.add(self)

    def enter(self, patience: float) -> float:
        """Wait until nobody else writes, so many seconds at most; how many of them are left. At 0 it was not one's turn.

        Whoever had their turn must `leave`, be it in another thread.
        """
        end = monotonic() + patience
        if not self._turn.acquire(timeout=patience):
            return 0
        left = 0.0
        try:
            if self._free() or self._granted(end - monotonic()):
                left = max(0.001, end - monotonic())
        finally:
            if not left:
                self._turn.release()
        return left

    def leave(self) -> None:
        if self._lock:
            with suppress(OSError):
                fcntl.flock(self._lock, fcntl.LOCK_UN)
        self._turn.release()

    def begin_anew(self) -> None:
        """In the copy of a process: it shares its parent's lock as long as it has the same file open."""
        self._close()
        self._lock, self._turn = None, threading.Lock()

    def _close(self) -> None:
        if self._lock:
            self._lock.close()

    __del__ = _close

    def _free(self) -> bool:
        try:
            self._lock = self._lock or self._opened()
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            # No file, or a disk that knows no such locks: SQLite's own has to do, and says better what is wrong.
            return True
        return True

    def _granted(self, seconds: float) -> bool:
        """Another process writes. `flock` knows no time limit, so a thread waits, and gives back what comes too late."""
        lock, granted, decided = self._lock, threading.Event(), threading.Lock()
        assert lock is not None

        def wait() -> None:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if decided.acquire(blocking=False):
                granted.set()
            else:
                lock.close()

        threading.Thread(target=wait, daemon=True, name="write queue").start()
        if granted.wait(max(0, seconds)) or not decided.acquire(blocking=False):
            return True
        self._lock = None
        return False

    def _opened(self) -> BinaryIO:
        return os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+b", buffering=0)


_queues: weakref.WeakSet[WriteQueue] = weakref.WeakSet()


def _begin_anew() -> None:
    for queue in _queues:
        queue.begin_anew()


os.register_at_fork(after_in_child=_begin_anew)
