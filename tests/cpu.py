"""Limits of processor time that hold on a busy machine too: told in seconds of a quiet one, measured against a known piece
of work that runs in the same process just before and just after.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

#: What `_known_work` takes on the quiet two-core machine on which the limits were set.
KNOWN_SECONDS = 0.050


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """The block uses no more processor time than so many seconds of a quiet machine.

    Leave tenfold room: a neighbour may take the processor away just between the two measures, and what is to be told apart
    is what grows with the text from what grows with its square, which takes minutes.
    """
    before = _taken_by_known_work()
    begun = time.process_time()
    yield
    taken = time.process_time() - begun
    slower = max(before, _taken_by_known_work()) / KNOWN_SECONDS
    assert taken <= seconds * max(1, slower), (
        f"took {taken:.2f} s on a machine {slower:.1f} times as slow as a quiet one"
    )


def _taken_by_known_work() -> float:
    begun = time.process_time()
    words = {str(n): n for n in range(60_000)}
    assert sum(words[str(n)] for n in range(60_000)) == 1_799_970_000
    return time.process_time() - begun
