"""Student numbers never reach the store: each becomes a keyed hash on the way in.

The same key gives the same pseudonym in every import, so that a student's presentations can still
be joined; without the key nobody can go back, or try out all numbers.
"""

from __future__ import annotations

import csv
import hashlib
import hmac
from collections.abc import Iterable
from pathlib import Path

from app.analytics.dataset.faults import DatasetFault

_BYTES = 8


def pseudonym(student: int, key: bytes) -> int:
    """64 bits of HMAC-SHA256, as a signed number, which is how Parquet and SQL hold 64 bits."""
    digest = hmac.digest(key, b"student:%d" % student, hashlib.sha256)
    return int.from_bytes(digest[:_BYTES], "big", signed=True)


def key_fingerprint(key: bytes) -> str:
    """Says whether two imports used the same key, and nothing about the key."""
    return hmac.new(key, b"fingerprint of this key", hashlib.sha256).hexdigest()


def write_pseudonyms(students: Iterable[int], key: bytes, path: Path) -> None:
    """A file of number and pseudonym, for the scratch database only; it dies with the work folder."""
    if not key:
        raise DatasetFault("There is no key to replace student ids with; set one before importing.")
    seen: dict[int, int] = {}
    with path.open("w", newline="") as target:
        writer = csv.writer(target)
        for student in students:
            replaced = pseudonym(student, key)
            if seen.setdefault(replaced, student) != student:
                # Odds of about 1 in 10^10 for a million students. Two students as one would be a
                # silent error in every figure, so the import stops instead.
                raise DatasetFault("Two students get the same pseudonym under this key; choose another key.")
            writer.writerow((student, replaced))
