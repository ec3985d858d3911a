"""Remember protected answers: a few in memory, the rest as files beside the dataset.

A version never changes, so neither does an answer from it; the key is version, mapping and the rules
of disclosure. The files may be deleted at any time and go with their version. Where the disk is full
or may not be written, answers are simply worked out again.
"""

from __future__ import annotations

import json
import logging
import os
import threading
from collections import OrderedDict
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from app.analytics.catalogue import DatasetInfo
from app.analytics.disclosure import RULES
from app.analytics.measures.figures import AssessmentFigures, Deadline, PresentationOverlay, Week
from app.analytics.measures.material_query import MaterialQuery

Answer = tuple[PresentationOverlay, ...]

# An overlay of four presentations takes about 100 kB in memory.
KEPT_IN_MEMORY: Final = 64
# So that nobody fills the disk by asking for every subset of sites.
KEPT_ON_DISK: Final = 5000

_log = logging.getLogger(__name__)


class Answers:
    """What has been answered already, for one data folder. Threads and processes may share it."""

    def __init__(self) -> None:
        self._recent: OrderedDict[Path, Answer] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, file: Path) -> Answer | None:
        with self._lock:
            known = self._recent.get(file)
            if known is not None:
                self._recent.move_to_end(file)
                return known
        stored = _read(file)
        if stored is not None:
            self._keep(file, stored)
        return stored

    def store(self, file: Path, answer: Answer) -> None:
        self._keep(file, answer)
        _write(file, answer)

    def _keep(self, file: Path, answer: Answer) -> None:
        with self._lock:
            self._recent[file] = answer
            self._recent.move_to_end(file)
            while len(self._recent) > KEPT_IN_MEMORY:
                self._recent.popitem(last=False)


def file_for(set_folder: Path, info: DatasetInfo, mapping: MaterialQuery) -> Path:
    """Where the answer lies. Beside the version's folder, which is never written to again."""
    return set_folder / "cache" / info.version / f"{RULES}-{_key(mapping)}.json"


@lru_cache(maxsize=512)
def _key(mapping: MaterialQuery) -> str:
    return mapping.canonical().key()


def _read(file: Path) -> Answer | None:
    """None, too, for a file of another shape, as an older program may have left one."""
    try:
        return tuple(_presentation(one) for one in json.loads(file.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _presentation(stored: dict[str, Any]) -> PresentationOverlay:
    return PresentationOverlay(
        stored["module"],
        stored["presentation"],
        tuple(Week(**week) for week in stored["weeks"]),
        tuple(AssessmentFigures(**one) for one in stored["assessments"]),
        stored["mapped_sites"],
        stored["too_few"],
        tuple(Deadline(**one) for one in stored["deadlines"]),
    )


def _write(file: Path, answer: Answer) -> None:
    """Atomically, and never as the reason for a failed page."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if sum(1 for _ in os.scandir(file.parent)) >= KEPT_ON_DISK:
            return
        unfinished.write_text(json.dumps([asdict(one) for one in answer], separators=(",", ":")))
        unfinished.replace(file)
    except OSError:
        _log.warning("an analytics answer could not be kept on disk", exc_info=True)
        unfinished.unlink(missing_ok=True)
