"""A call that need not happen each time it is asked for."""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections.abc import Callable

log = logging.getLogger(__name__)


class Throttled:
    """Calls once for all who ask within some seconds, at their end, always in the same thread: nobody waits for it.

    What was asked for before a process ends in order is still called. A failure is logged, and does no harm.
    """

    def __init__(self, call: Callable[[], object], seconds: float) -> None:
        self._call, self._seconds = call, seconds
        self._asked, self._lock = threading.Event(), threading.Lock()
        self._thread: threading.Thread | None = None
        atexit.register(self._last)

    def __call__(self) -> None:
        self._asked.set()
        with self._lock:
            # In the copy of a process the thread is not alive.
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, daemon=True, name="throttled")
                self._thread.start()

    def _run(self) -> None:
        while self._asked.wait():
            time.sleep(self._seconds)
            self._serve()

    def _last(self) -> None:
        if self._asked.is_set():
            self._serve()

    def _serve(self) -> None:
        self._asked.clear()
        try:
            self._call()
        except Exception:
            log.warning("a throttled call failed", exc_info=True)
