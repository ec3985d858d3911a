"""What the site is called, where it is, when it is and how its mail goes: by the environment, else by the page, else by
default. The one place to ask.

Each process remembers what it read for a few seconds, by a clock that nobody sets, so that a change on the page reaches
all of them soon and no page asks the database for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import event, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock
from app.core.db import db
from app.core.site.mail_server import MailServer, server_at, server_of
from app.core.site.models import SiteSettings
from app.core.transactions.engine import reading_only
from config import Settings

DEFAULT_NAME = "Learning networks"
DEFAULT_ZONE = "Europe/London"
DEFAULT_SENDER = "Learning networks <networks@example.org>"
#: Seconds for which a process takes what it has read for true; and how long it leaves a database alone that gave no answer.
AGE = 5.0
AFTER_A_FAULT = 10.0

#: The fields of the row that one field of `Settings` stands for.
OF_THE_ENVIRONMENT = {
    "university": "university",
    "site_name": "site_name",
    "base_url": "base_url",
    "time_zone": "time_zone",
    "mail_from": "mail_from",
    "smtp_host": "smtp_url",
    "smtp_port": "smtp_url",
    "smtp_security": "smtp_url",
    "smtp_user": "smtp_url",
    "smtp_password": "smtp_url",
}
_COLUMNS = SiteSettings.__table__


@dataclass(frozen=True, kw_only=True)
class SiteInForce:
    """The settings that live on a page, as they are in force."""

    university: str
    name: str
    #: The site's address as it stands before a path.
    url: str
    zone: ZoneInfo
    mail_from: str
    mail_server: MailServer | None

    @property
    def own_name(self) -> str:
        """What whoever runs the site calls it; "" while nobody has named it."""
        return "" if self.name == DEFAULT_NAME else self.name


def in_force_with(environment: Settings, row: SiteSettings | None) -> SiteInForce:
    """The environment wins over the row, and the row over the defaults. Pure."""
    row = row or SiteSettings(university="", site_name="", base_url="", time_zone="", mail_from="", smtp_host="")
    url = environment.base_url or row.base_url or f"http://127.0.0.1:{environment.port}"
    return SiteInForce(
        university=environment.university or row.university,
        name=environment.site_name or row.site_name or DEFAULT_NAME,
        url=url.rstrip("/"),
        zone=_zone(environment.time_zone or row.time_zone),
        mail_from=environment.mail_from or row.mail_from or DEFAULT_SENDER,
        mail_server=server_at(environment.smtp_url) if environment.smtp_url else server_of(row),
    )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or DEFAULT_ZONE)
    except (KeyError, ValueError, OSError):  # stored on a machine that knew more of them
        return ZoneInfo(DEFAULT_ZONE)


class SiteReader:
    """What is in force for one process, read anew when it is older than `age` seconds of the `monotonic` clock."""

    def __init__(
        self, environment: Settings, *, age: float = AGE, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._environment, self._age, self._monotonic = environment, age, monotonic
        self._turn = Lock()
        self._until = 0.0
        self._tried = False
        self._known = in_force_with(environment, None)

    def in_force(self) -> SiteInForce:
        """Without a query unless it is time for one. Of several threads one asks; the others go by what was known."""
        if self._tried and self._monotonic() < self._until:
            return self._known
        if self._turn.acquire(blocking=not self._tried):
            try:
                if not self._tried or self._monotonic() >= self._until:
                    self._read()
            finally:
                self._turn.release()
        return self._known

    def known(self) -> SiteInForce:
        """The same without asking a database that was asked before: for what must answer whatever has happened."""
        return self._known if self._tried else self.in_force()

    def read_anew(self) -> SiteInForce:
        """As the database has it at this moment."""
        with self._turn:
            self._read()
        return self._known

    def forget(self) -> None:
        """Read at the next question."""
        self._tried = False

    def _read(self) -> None:
        try:
            self._known = in_force_with(self._environment, _stored())
            self._until = self._monotonic() + self._age
        except (SQLAlchemyError, RuntimeError, OSError):
            # No database, none that is set up, or no application around: what was known stays.
            self._until = self._monotonic() + min(self._age, AFTER_A_FAULT)
        self._tried = True
        clock.go_by(self._known.zone)


def _stored() -> SiteSettings | None:
    """The row, on a connection of its own: what the request has begun, or broken, is no matter here."""
    with reading_only(), _connection() as connection:
        found = connection.execute(select(_COLUMNS)).mappings().first()
    return SiteSettings(**found) if found else None


def _connection() -> AbstractContextManager[Connection]:
    engine: Any = db.engine
    # A test's connection stands in the engine's place.
    return nullcontext(engine) if isinstance(engine, Connection) else engine.connect()


def forget_after_commit() -> None:
    """This process knows at once what the present transaction changes; the others within seconds."""
    event.listen(db.session(), "after_commit", lambda _session: _reader.forget(), once=True)


_reader = SiteReader(Settings())


def use(reader: SiteReader) -> None:
    """Say whose settings this process goes by. Called once, by the factory."""
    global _reader
    _reader = reader


def in_force() -> SiteInForce:
    return _reader.in_force()


def known() -> SiteInForce:
    return _reader.known()


def read_anew() -> SiteInForce:
    return _reader.read_anew()


def forget() -> None:
    _reader.forget()
