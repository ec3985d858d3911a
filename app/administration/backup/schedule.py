"""Backups that are made by the clock: when one is due, which are kept, and what is wrong when there is none."""

from __future__ import annotations

import fcntl
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.administration.backup import archive
from app.administration.backup.making import back_up, in_words
from app.administration.backup.work_folder import work_folder
from app.core import clock
from app.core.errors import DomainError
from app.core.text.words import plural
from config import Settings

_STAMP = "%Y%m%dT%H%M%SZ"
_NAMES = re.compile(r"site-(\d{8}T\d{6}Z)\.tar\.gz")
#: After what went wrong last, in words; gone when a backup was made.
_FAILURE = "last-failure.txt"
#: One is made each day; this long after the last the next one is missing.
MISSED_AFTER = timedelta(hours=26)
#: What failed is tried again after this.
_REST = timedelta(minutes=50)


def back_up_if_due(settings: Settings) -> bool:
    """Make the day's backup if the hour has come and none was made since; whether one was. Only when the new one has been
    read and is whole, those go that are more than are kept. Of two who ask at once, one does it.
    """
    home = settings.backups_home
    home.mkdir(parents=True, exist_ok=True)
    with _alone(home) as alone:
        if not alone or not _is_due(settings, clock.real_now()):
            return False
        try:
            file = home / f"site-{clock.real_now():{_STAMP}}.tar.gz"
            back_up(settings, file)
            _read_it(file)
        except DomainError as fault:
            (home / _FAILURE).write_text(f"{fault.message} {fault.help_text}".strip())
            raise
        (home / _FAILURE).unlink(missing_ok=True)
        for old in _made(home)[: -settings.backups_kept]:
            old.unlink(missing_ok=True)
    return True


def last_made(settings: Settings) -> datetime | None:
    """When the newest of these backups was made, by its name."""
    made = _made(settings.backups_home)
    return _instant(made[-1]) if made else None


def missing(settings: Settings) -> str:
    """What is wrong with the backups by the clock and what to do, as /readyz says it; "" while all is well. The first one
    is made within minutes by any worker that runs, so before it only a failure is a fault.
    """
    failed, last = settings.backups_home / _FAILURE, last_made(settings)
    what = "the last try failed; the worker's log and the folder of the backups say why" if failed.exists() else ""
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
    last, failed = last_made(settings), settings.backups_home / _FAILURE
    if failed.exists() and now.timestamp() - failed.stat().st_mtime < _REST.total_seconds():
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
    found = home.iterdir() if home.is_dir() else ()
    return sorted(path for path in found if _NAMES.fullmatch(path.name))


def _instant(path: Path) -> datetime | None:
    name = _NAMES.fullmatch(path.name)
    assert name is not None
    return datetime.strptime(name[1], _STAMP).replace(tzinfo=UTC)


@contextmanager
def _alone(home: Path) -> Iterator[bool]:
    with (home / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
