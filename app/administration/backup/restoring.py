"""`site restore`: a backup into an empty site."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from app.administration.backup import archive, placing, postgresql, versions
from app.administration.backup.archive import BackupManifest
from app.administration.backup.copying import opened
from app.administration.backup.datasets import put_datasets
from app.administration.backup.making import kind_of, places_of_files, sqlite_file
from app.administration.backup.rows import copy_rows
from app.administration.backup.uploads import put_uploads, store_of
from app.administration.backup.work_folder import on_the_disk, work_folder
from app.core.db import db
from app.core.errors import Invalid
from config import Settings

#: The file's name in the folder where its database is brought up to date: that of any site.
_DATABASE = "networks.db"


@dataclass(frozen=True)
class RestoredSite:
    manifest: BackupManifest
    #: What is there now, table by table.
    rows: dict[str, int]


def restore(settings: Settings, file: Path) -> RestoredSite:
    """Put the backup into this empty site: SQLite into SQLite, PostgreSQL into PostgreSQL, and SQLite into PostgreSQL.

    Refused if anybody has an account here; Invalid if the file is not whole, or of a version that is not known here: then
    nothing was changed. The database comes last and all at once, so a restore that was cut off is given again.
    """
    # Whatever this process has open is of the database that goes.
    db.session.remove()
    db.engine.dispose()
    here = sqlite_file(settings).parent if kind_of(settings) == "sqlite" else settings.data_dir
    with _in_words(file), work_folder(here) as work:
        _refuse_people(settings)
        manifest = archive.unpack(file, work / "unpacked")
        _refuse_unfit(settings, file, manifest)
        ready = _made_ready(work, manifest)
        put_datasets(work / "unpacked", settings.analytics_home)
        put_uploads(work / "unpacked", store_of(settings))
        _put_files(settings, work / "unpacked")
        return RestoredSite(manifest, _put_database(settings, ready, manifest))


def _refuse_people(settings: Settings) -> None:
    if kind_of(settings) == "sqlite":
        placing.refuse_people_in_sqlite(sqlite_file(settings))
    else:
        placing.refuse_people_in_postgresql(settings.database_address)


def _refuse_unfit(settings: Settings, file: Path, manifest: BackupManifest) -> None:
    if not versions.is_known(manifest.about.migration):
        raise archive.newer(file)
    if manifest.about.database == "postgresql" and kind_of(settings) == "sqlite":
        raise Invalid(
            f"{file} is the backup of a site on PostgreSQL, which does not go into SQLite. Nothing was changed.",
            help_text="Name an empty PostgreSQL database in DATABASE_URL.",
        )


def _made_ready(work: Path, manifest: BackupManifest) -> Path:
    """The unpacked database; one of SQLite at this software's version."""
    if manifest.about.database == "postgresql":
        return work / "unpacked" / archive.POSTGRESQL
    apart = work / "site"
    apart.mkdir()
    ready = (work / "unpacked" / archive.SQLITE).rename(apart / _DATABASE)
    if manifest.about.migration not in {"", versions.head()}:
        versions.migrate_apart(apart)
        with opened(ready) as there:
            there.execute("PRAGMA journal_mode=DELETE")
    return ready


def _put_files(settings: Settings, unpacked: Path) -> None:
    for name, place in places_of_files(settings, secrets=True).items():
        if (unpacked / name).exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            half = place.with_name(f".{place.name}.half")
            half.write_bytes((unpacked / name).read_bytes())
            on_the_disk(half)
            half.replace(place)


def _put_database(settings: Settings, ready: Path, manifest: BackupManifest) -> dict[str, int]:
    if kind_of(settings) == "sqlite":
        placing.put_sqlite(ready, sqlite_file(settings))
        return manifest.rows
    placing.empty_postgresql(settings.database_address)
    if manifest.about.database == "postgresql":
        whole = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", str(ready)]
        postgresql.call("pg_restore", whole, settings, or_else="The database is empty, as before.")
        if manifest.about.migration:
            versions.migrate()
        return manifest.rows
    versions.migrate()
    with postgresql.connected(settings.database_address) as there:
        return copy_rows(ready, there, db.metadata)


@contextmanager
def _in_words(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise Invalid(
            f"{file} was not restored: {fault.strerror or fault} ({fault.filename}). The site is as empty as before.",
            help_text="See whether its disk has room, and give the same command again.",
        ) from fault
    except (sqlite3.Error, psycopg.Error) as fault:
        raise Invalid(
            f"{file} was not restored: {' '.join(str(fault).split())}. The site is as empty as before.",
            help_text="When that is mended, give the same command again.",
        ) from fault
