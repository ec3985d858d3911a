"""The worker reads what was sent, and counts it, beside what serves. One at a time: each needs the machine's memory."""

from __future__ import annotations

import logging
import shutil
import time
from dataclasses import asdict
from json import dumps
from pathlib import Path

import duckdb

from app.analytics.current_store import pseudonym_key
from app.analytics.dataset import publishing
from app.analytics.dataset.faults import ImportBusy
from app.analytics.dataset.importing import prepare_dataset
from app.analytics.keeping import uploads
from app.analytics.keeping.pieces import ZIP, is_disk_full
from app.analytics.keeping.uploads import Upload, UploadProgress, UploadState, alone_with
from app.core.errors import DomainError, NotFound
from app.core.language.spoken import gettext

log = logging.getLogger(__name__)

#: Seconds between two notes of how far it is.
NOTE_EVERY = 1.0


class StopWanted(Exception):
    """Somebody threw the files away while they were being read."""


def check_waiting(home: Path) -> int:
    """Check what waits, the oldest first; how many. Nothing while another import runs: the next look finds it."""
    checked = 0
    for upload in uploads.every(home):
        if upload.progress.state is UploadState.WAITING:
            try:
                with publishing.only_importer(home), alone_with(upload, wait=True):
                    _check(upload, home)
                    checked += 1
            except (ImportBusy, NotFound):
                continue
    return checked


def _check(upload: Upload, home: Path) -> None:
    if upload.progress.state is not UploadState.WAITING:
        return
    upload.note(UploadProgress(UploadState.CHECKING))
    try:
        _prepare(upload, home)
        found = UploadProgress(UploadState.CHECKED)
    except StopWanted:
        upload.throw_away()
        return
    except (DomainError, OSError, duckdb.Error, MemoryError) as fault:
        found = UploadProgress(UploadState.FAULTY, fault=_in_words(fault))
    upload.note(found)
    shutil.rmtree(upload.folder / "preparing", ignore_errors=True)
    if upload.stop_wanted:
        upload.throw_away()
    elif found.state is UploadState.CHECKED:
        shutil.rmtree(upload.files, ignore_errors=True)


def _prepare(upload: Upload, home: Path) -> None:
    work = upload.folder / "preparing"
    for left_behind in (work, upload.out):
        shutil.rmtree(left_behind, ignore_errors=True)
    work.mkdir()
    archive = upload.files / ZIP
    manifest = prepare_dataset(
        archive if archive.exists() else upload.files,
        home,
        work,
        set_name=upload.set_name,
        source_label=upload.source,
        attribution=upload.attribution,
        pseudonym_key=pseudonym_key(home),
        progress=_Notes(upload).note,
    )
    (work / "out" / "manifest.json").write_text(dumps(asdict(manifest)))
    (work / "out").rename(upload.out)


def _in_words(fault: Exception) -> str:
    if isinstance(fault, DomainError):
        return fault.message
    if is_disk_full(fault):
        return gettext("The disk of the site is full. Have whoever keeps the machine make room, then check again.")
    log.error("the files of an upload could not be read", exc_info=fault)
    return gettext("Something went wrong on our side; the log of the worker has it. The files are still here.")


class _Notes:
    """Says how far it is, not more often than anybody looks, and stops where that is wanted."""

    def __init__(self, upload: Upload) -> None:
        self._upload, self._said, self._next = upload, "", 0.0

    def note(self, table: str, done: int, total: int) -> None:
        if table == self._said and time.monotonic() < self._next:
            return
        self._said, self._next = table, time.monotonic() + NOTE_EVERY
        if self._upload.stop_wanted:
            raise StopWanted
        self._upload.note(UploadProgress(UploadState.CHECKING, table, done, total))
