"""Backups that are made by the clock: when one is due, which are kept, and what is wrong when there is none."""

from __future__ import annotations

import fcntl
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.administration.backup import archive
from app.administration.backup.making import back_up, in_words
from app.administration.backup.work_folder import work_folder
from app.core import clock
from app.core.errors import DomainError, Invalid
from app.core.text.words import plural
from config import Settings

_STAMP = "%Y%m%dT%H%M%SZ"
_NAMES = re.compile(r"site-(\d{8}T\d{6}Z)\.tar\.gz")
#: What went wrong last, in words; gone when a backup was made.
_FAILURE = "last-failure.txt"
#: One is made each day; this long after the last the next one is missing.
MISSED_AFTER = timedelta(hours=26)
#: What failed is tried again after this.
_REST = timedelta(minutes=50)


def back_up_if_due(settings: Settings) -> bool:
    """Make the day's backup if the hour has come and none was made since; whether one was. Only when the new one has been
    read and is whole, those go that are more than are kept. Of two who ask at once, one does it. DomainError, in a
    sentence that is noted, if none could be made.
    """
    if not _is_due(settings, clock.real_now()):
        return False
    try:
        with _alone(settings.backups_home) as alone:
            if not alone or not _is_due(settings, clock.real_now()):
                return False
            _make(settings)
    except DomainError as fault:
        _note(settings, f"{fault.message} {fault.help_text}".strip())
        raise
    return True


def _make(settings: Settings) -> None:
    home = settings.backups_home
    file = home / f"site-{clock.real_now():{_STAMP}}.tar.gz"
    back_up(settings, file)
    _read_it(file)
    for noted in _notes(settings):
        with suppress(OSError):
            noted.unlink()
    for old in _made(home)[: -settings.backups_kept]:
        old.unlink(missing_ok=True)


def _notes(settings: Settings) -> tuple[Path, Path]:
    """Where a failure is noted: beside the backups; where nothing can be written there, in the site's own folder."""
    return settings.backups_home / _FAILURE, settings.data_dir / _FAILURE


def _note(settings: Settings, said: str) -> None:
    for place in _notes(settings):
        with suppress(OSError):
            place.write_text(said)
            return


def _failed_at(settings: Settings) -> float:
    """When the last try failed; 0 if it did not."""
    found = [0.0]
    for place in _notes(settings):
        with suppress(OSError):
            found.append(place.stat().st_mtime)
    return max(found)


def last_made(settings: Settings) -> datetime | None:
    """When the newest of these backups was made, by its name."""
    made = _made(settings.backups_home)
    return _instant(made[-1]) if made else None


def missing(settings: Settings) -> str:
    """What is wrong with the backups by the clock and what to do, as /readyz says it; "" while all is well. The first one
    is made within minutes by any worker that runs, so before it only a failure is a fault.
    """
    last = last_made(settings)
    what = f"the last try failed; the worker's log and {_FAILURE} say why" if _failed_at(settings) else ""
    by_hand = "`flask --app wsgi site backup FILE` makes one now"
    if last is None:
        return f"there is no backup: {what}; {by_hand}" if what else ""
    age = clock.real_now() - last
    if age <= MISSED_AFTER:
        return ""
    hours = plural(int(age.total_seconds()) // 3600, "hour")
    return f"the last backup is {hours} old: {what or 'see whether the worker runs'}; {by_hand}"


def _is_due(settings: Settings, now: datetime) -> bool:
    due = now.replace(hour=int(settings.backup_hour), minute=0, second=0, microsecond=0)
    due -= timedelta(days=due > now)
    last = last_made(settings)
    if now.timestamp() - _failed_at(settings) < _REST.total_seconds():
        return False
    return last is None or last < due


def _read_it(file: Path) -> None:
    try:
        with in_words(file), work_folder(file.parent) as work:
            archive.unpack(file, work / "unpacked")
    except DomainError:
        file.unlink(missing_ok=True)
        raise


def _made(home: Path) -> list[Path]:
    """The oldest first; other files that lie there are not ours."""
    try:
        return sorted(path for path in home.iterdir() if _NAMES.fullmatch(path.name))
    except OSError:  # not there yet, or nobody may look into it
        return []


def _instant(path: Path) -> datetime | None:
    name = _NAMES.fullmatch(path.name)
    assert name is not None
    return datetime.strptime(name[1], _STAMP).replace(tzinfo=UTC)


@contextmanager
def _alone(home: Path) -> Iterator[bool]:
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock = (home / ".lock").open("w")
    except OSError as fault:
        raise Invalid(
            f"No backup can be made in {home}: {fault.strerror or fault}.",
            help_text="See whether BACKUP_DIR names a folder into which the worker may write.",
        ) from fault
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
