"""Several threads that begin at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence


def together(calls: Sequence[Callable[[], object]]) -> None:
    """Call them all at once, and wait until they are done."""
    gate = threading.Barrier(len(calls))

    def begin(call: Callable[[], object]) -> None:
        gate.wait()
        call()

    threads = [threading.Thread(target=begin, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
