"""`site backup`: the site as it is at one instant, in one file, while people use it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from app.administration.backup import archive
from app.administration.backup.archive import About, BackupManifest, Writing
from app.administration.backup.copying import DatabaseCopy, copy_postgresql, copy_sqlite
from app.administration.backup.datasets import serving_files
from app.administration.backup.placing import free_name
from app.administration.backup.uploads import store_of, uploaded
from app.administration.backup.work_folder import work_folder
from app.core import clock
from app.core.errors import Conflict, Invalid
from config import Settings


@dataclass(frozen=True)
class MadeBackup:
    path: Path
    size: int
    manifest: BackupManifest


def back_up(settings: Settings, file: Path, *, with_secrets: bool = False) -> MadeBackup:
    """Write the backup, or nothing: under its name there is never a part of one. Conflict if the name is taken; Invalid, in
    a sentence, if it cannot be written.

    Never in it: the keys of open rounds and the key that opens a new site. Nor what is made anew: the
    queue (what is owed stands in the database), the counters of tries, letters that went out as files.
    """
    if file.exists():
        raise Conflict(f"There is a file {file} already. Choose another name.")
    with in_words(file), work_folder(file.parent) as work:
        taken_at = clock.real_now()
        copy = _copied(settings, work)
        about = About(copy.migration, kind_of(settings), taken_at.isoformat(timespec="seconds"), with_secrets)
        half = work / "backup"
        with half.open("xb") as out, archive.written_to(out, about) as writing:
            manifest = _filled(writing, settings, copy)
        free_name(file, half)
    return MadeBackup(file, file.stat().st_size, manifest)


@contextmanager
def in_words(file: Path) -> Iterator[None]:
    """What the disk and the databases refuse, as a sentence."""
    kept = f"The backup {file} was not made, and nothing half-made was kept:"
    try:
        yield
    except OSError as fault:
        raise Invalid(f"{kept} {fault.strerror or fault}.", help_text=room_for(file)) from fault
    except (sqlite3.Error, psycopg.Error) as fault:
        raise Invalid(f"{kept} {' '.join(str(fault).split())}.", help_text=room_for(file)) from fault


def room_for(file: Path) -> str:
    return f"See whether the disk of {file.parent} has room for all data twice, and may be written."


def _copied(settings: Settings, work: Path) -> DatabaseCopy:
    if kind_of(settings) == "sqlite":
        return copy_sqlite(sqlite_file(settings), work / "database")
    return copy_postgresql(settings, work / "database")


def _filled(writing: Writing, settings: Settings, copy: DatabaseCopy) -> BackupManifest:
    writing.add_file(archive.SQLITE if kind_of(settings) == "sqlite" else archive.POSTGRESQL, copy.path)
    copy.path.unlink()
    for name, path in places_of_files(settings, secrets=writing.about.with_secrets).items():
        if path.exists():
            writing.add_bytes(name, path.read_bytes())
    for name, path in serving_files(settings.analytics_home):
        writing.add_file(name, path)
    for name, held in uploaded(store_of(settings)):
        writing.add_bytes(name, held)
    return writing.seal(copy.rows)


def places_of_files(settings: Settings, *, secrets: bool) -> dict[str, Path]:
    """What lies beside the database, by its name in a backup."""
    files = {archive.CLOCK: settings.data_dir / "clock.json"}
    if secrets:
        files[archive.SECRET_KEY] = settings.data_dir / "secret_key"
        files[archive.PSEUDONYM_KEY] = settings.analytics_home / "analytics" / "pseudonym.key"
    return files


def sqlite_file(settings: Settings) -> Path:
    return Path(str(make_url(settings.database_address).database))


def kind_of(settings: Settings) -> str:
    """Sqlite or postgresql."""
    return "sqlite" if settings.database_address.startswith("sqlite") else "postgresql"
