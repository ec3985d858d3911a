"""`site upgrade`: a backup first, then the migrations, then a look whether everything fits together."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from pathlib import Path

from app.administration import checking
from app.administration.backup import versions
from app.administration.backup.making import back_up, kind_of, sqlite_file
from app.core import clock
from app.core.db import db
from config import Settings


@dataclass(frozen=True)
class Upgrade:
    backup: Path
    #: Whether the database is at this software's version now.
    migrated: bool = True
    #: What is not in order now, a sentence each.
    faults: list[str] = field(default_factory=list)


def upgrade(settings: Settings, folder: Path) -> Upgrade:
    """Bring the site's database up to this software's version, after a backup of it in the folder. DomainError if there is
    no backup: then nothing was changed.
    """
    db.session.remove()
    made = back_up(settings, folder / f"before-{versions.head()}-{clock.real_now():%Y%m%dT%H%M%SZ}.tar.gz")
    try:
        versions.migrate()
    except (Exception, SystemExit) as fault:  # noqa: BLE001 -- a migration may fail of anything; the way back is the answer
        return Upgrade(
            made.path,
            migrated=False,
            faults=[f"A migration failed: {' '.join(str(fault).split()) or type(fault).__name__}"],
        )
    # What is owed is of the hours in which the site stood still.
    parts = [part for part in checking.check_site() if part.name != checking.OWED]
    return Upgrade(made.path, faults=[fault for part in parts for fault in part.faults])


def way_back(settings: Settings, backup: Path) -> str:
    """How the site becomes again what it was, to be typed with the former version of this software."""
    restore = f".venv/bin/flask --app wsgi site restore {shlex.quote(str(backup))}"
    if kind_of(settings) == "sqlite":
        place = shlex.quote(str(sqlite_file(settings)))
        aside = f"Put the database aside: mv {place} {place}.failed"
    else:
        aside = "Make an empty database, and name it in DATABASE_URL"
    return (
        f"Nothing is lost: the site as it was is in {backup}. The way back: stop the site. {aside}. Take the former version "
        f"of this software, and type there, with this site's DATA_DIR: {restore}"
    )
