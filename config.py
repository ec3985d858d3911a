"""Every setting, read once from the environment into one frozen object.

A field's metadata holds its help line; `docs/reference/settings.md` is checked against it.
A malformed value stops the start with a sentence. Six fields are empty where the environment says nothing: then what
the administrator's page says is in force (`app.core.site.in_force`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from setting_rules import files_fault, is_sender, is_time_zone, is_web, server_named

#: Bytes of one request after its header. The server holds so much for whoever sends slowly, and the site takes no more.
LARGEST_BODY = 2_000_000
#: The same where a file may come along (app/web/serving/uploads.py): a photograph or a document of 20 MB, and a text.
LARGEST_UPLOAD = 22_000_000


class BadSetting(ValueError):
    """A setting that cannot be used; the message is for the person who starts the site."""


def _whole(text: str) -> int:
    return int(text)


def _yes(text: str) -> bool:
    words = {"1": True, "yes": True, "true": True, "on": True, "0": False, "no": False, "false": False, "off": False}
    return words[text.strip().lower()]


def _path(text: str) -> Path:
    return Path(text).expanduser().absolute()


def _setting(default: Any, help_line: str, read: Callable[[str], Any] = str, *, secret: bool = False) -> Any:
    metadata = {"help": help_line, "read": read, "secret": secret}
    return field(default=default, metadata=metadata, repr=not secret)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one running site. The environment name of a field is its name in capitals."""

    data_dir: Path = _setting(Path("data"), "Folder for the database, the analytics store, the index and mail.", _path)
    keys_dir: str = _setting(
        "",
        "Folder for the keys of open rounds, never to be backed up, shared by all processes; empty means DATA_DIR/keys.",
    )
    database_url: str = _setting("", "SQLAlchemy address; empty means SQLite in DATA_DIR.", secret=True)
    secret_key: str = _setting("", "Signs sessions; empty means one is made once and kept in DATA_DIR.", secret=True)
    redis_url: str = _setting("", "Redis for jobs, rate limits and ROOM_BUS; empty means none is needed.", secret=True)
    smtp_url: str = _setting(
        "",
        "smtp://user:password@host:port, or smtps:// (TLS from the first byte); empty means what the settings page says, "
        "at first that mail is kept as files in DATA_DIR.",
        secret=True,
    )
    mail_from: str = _setting(
        "", "Sender of every mail; empty means what the settings page says, at first networks@example.org."
    )
    base_url: str = _setting(
        "",
        "Address of the site as written in mails; empty means what the settings page says, at first http://127.0.0.1:PORT.",
    )
    time_zone: str = _setting(
        "", "Time zone, such as Europe/Paris; empty means what the settings page says, at first Europe/London."
    )
    site_name: str = _setting(
        "", "What the site is called; empty means what the settings page says, at first Learning networks."
    )
    site_language: str = _setting("en-GB", "Language of pages and letters: en-GB, or a folder of app/translations.")
    university: str = _setting("", "Whose site it is; empty means what the settings page says.")
    analytics_store: str = _setting("", "Folder in which the analytics store keeps its folder; empty means DATA_DIR.")
    demo_password: str = _setting("learning-network", "Password of the demo accounts.", secret=True)
    secure_cookies: bool = _setting(
        False, "Send cookies over HTTPS only; always so when BASE_URL begins with https.", _yes
    )
    trusted_proxies: int = _setting(0, "How many reverse proxies stand before the site.", _whole)
    session_hours: int = _setting(12, "Hours without a visit after which a person signs in again.", _whole)
    session_days: int = _setting(14, "Days after which a person signs in again, whatever they visited.", _whole)
    sign_in_limit: str = _setting("10 per minute; 60 per hour", "Sign-in attempts from one address.")
    keep_sign_ins_days: int = _setting(
        90, "Days for which sign-ins, links by mail and API tokens are kept after they are over.", _whole
    )
    keep_receipts_days: int = _setting(2, "Days for which a form that is sent twice is known again.", _whole)
    keep_notices_days: int = _setting(400, "Days for which notices are kept; 0 keeps them with the account.", _whole)
    keep_drafts_days: int = _setting(
        90, "Days for which a draft is kept that nobody goes on with; 0 keeps it with the account.", _whole
    )
    keep_letters_days: int = _setting(
        180,
        "Days for which the worker remembers, without their words, that a letter and other work was done; 0: always.",
        _whole,
    )
    keep_questions_days: int = _setting(
        730, "Days for which it is kept who asked for which figures; 0: as long as the network.", _whole
    )
    keep_account_history_days: int = _setting(
        730, "Days for which the history of accounts and API tokens is kept; 0: always.", _whole
    )
    keep_closed_accounts_days: int = _setting(
        1095, "Days after which a closed account is erased; 0: when its owner asks.", _whole
    )
    least_free_mib: int = _setting(200, "MiB that the disk of DATA_DIR needs free; below it /readyz says so.", _whole)
    pg_bin: str = _setting(
        "", "Folder of pg_dump and pg_restore of the server's version, for backups; empty means they are on the PATH."
    )
    backup_hour: str = _setting(
        "", "Hour of the day (0 to 23, UTC) at which the worker makes a backup; empty means it makes none."
    )
    backup_dir: str = _setting("", "Folder for those backups, best on another disk; empty means DATA_DIR/backups.")
    backups_kept: int = _setting(7, "How many of those backups are kept; the oldest goes when there are more.", _whole)
    log_format: str = _setting(
        "text", "How each line of the log is written: text, for people, or json, for programs that gather logs."
    )
    files_store: str = _setting(
        "", "Folder, or address for fsspec, of people's files; empty means DATA_DIR/files.", secret=True
    )
    files_quota_mib: int = _setting(5_000, "MiB that the files of one network may take; 0 is no limit.", _whole)
    virus_scanner: str = _setting("", "clamd for each file: tcp://host:3310 or unix:///its/socket; empty means none.")
    debug: bool = _setting(False, "Developers' pages and tracebacks; never on a public site.", _yes)
    testing: bool = _setting(False, "Set by the tests.", _yes)
    bbb_url: str = _setting(
        "", "BigBlueButton server for workshops without a link, ending in /bigbluebutton; empty means links only."
    )
    bbb_secret: str = _setting("", "The secret shared with that server.", secret=True)
    port: int = _setting(8000, "Port that the site listens on (read by gunicorn).", _whole)
    web_workers: int = _setting(2, "Web processes (read by gunicorn).", _whole)
    # Threads of one process share the interpreter: with four instead of two, pages take a tenth longer and the slowest of
    # eight who post at once wait half as long again (docs/reference/speed.md).
    web_threads: int = _setting(
        2, "Threads in each web process; more help only where many wait for something else (read by gunicorn).", _whole
    )
    request_seconds: int = _setting(
        10, "Seconds for a request to arrive, and one more for each 1,000 bytes of a form (read by gunicorn).", _whole
    )
    stream_url: str = _setting(
        "", "Address of the process that keeps rooms live; empty means a proxy brings …/stream to it."
    )
    stream_port: int = _setting(0, "Port of that process; 0 means PORT + 1 (read by gunicorn).", _whole)
    streams_at_once: int = _setting(
        900, "Browsers that each such process follows at once; the others ask every few seconds.", _whole
    )
    streams_per_person: int = _setting(12, "How many of them one person may hold in each such process.", _whole)
    streams_per_network: int = _setting(400, "How many of them one network's rooms may hold in each.", _whole)
    stream_workers: int = _setting(1, "How many such processes share that port (read by gunicorn).", _whole)
    room_bus: str = _setting(
        "poll", "What tells that process of a change: poll (it looks at the database itself), postgres or redis."
    )
    serves_streams: bool = _setting(False, "Whether this is that process (gunicorn.streams.py says so).", _yes)

    def __post_init__(self) -> None:
        # A relative folder lies beside this file, wherever the command is given from.
        object.__setattr__(self, "data_dir", (Path(__file__).resolve().parent / self.data_dir).resolve())

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read and check the environment; NAME_FILE reads a secret from a file."""
        env = os.environ if environment is None else environment
        values: dict[str, Any] = {}
        for each in fields(cls):
            text = _text_of(env, each.name.upper())
            if text:
                values[each.name] = _read(each.name.upper(), text, each.metadata["read"])
        settings = cls(**values)
        if settings.log_format not in {"text", "json"}:
            raise BadSetting(f"LOG_FORMAT is “{settings.log_format}”; it can be text or json.")
        settings.check_room_bus()
        settings.check_mail()
        settings.check_backups()
        settings.check_periods()
        settings.check_site()
        if fault := files_fault(settings.files_quota_mib, settings.virus_scanner):
            raise BadSetting(fault)
        return settings

    def check_room_bus(self) -> None:
        """Stop the start if the rooms' bus is not there with these settings."""
        if self.room_bus not in {"poll", "postgres", "redis"}:
            raise BadSetting(f"ROOM_BUS is “{self.room_bus}”; it can be poll, postgres or redis.")
        if self.room_bus == "postgres" and not self.database_address.startswith("postgresql"):
            raise BadSetting("ROOM_BUS is “postgres”, but DATABASE_URL names no PostgreSQL; leave it at poll.")
        if self.room_bus == "redis" and not self.redis_url:
            raise BadSetting("ROOM_BUS is “redis”, but REDIS_URL names none; set it, or leave ROOM_BUS at poll.")

    def check_mail(self) -> None:
        """Stop the start if letters could not be sent with these settings, or would go in plain text unmeant."""
        parts, port = server_named(self.smtp_url)
        # What was set is not repeated: there is a password in it.
        if self.smtp_url and (parts.scheme not in {"smtp", "smtps"} or not parts.hostname):
            raise BadSetting("SMTP_URL can be smtp://user:password@host:port, or smtps:// in front of the same.")
        if parts.scheme == "smtp" and port == 465:
            raise BadSetting("SMTP_URL names port 465, where TLS is spoken from the first byte: write smtps:// there.")
        if self.mail_from and not is_sender(self.mail_from):
            raise BadSetting(
                f"MAIL_FROM is “{self.mail_from}”; it can be one address, such as Name <name@example.org>."
            )

    def check_backups(self) -> None:
        """Stop the start if the worker could not tell when to make a backup, or which to keep."""
        hour = self.backup_hour.strip()
        if hour and not (hour.isascii() and hour.isdigit() and int(hour) < 24):
            raise BadSetting(f"BACKUP_HOUR is “{self.backup_hour}”; it can be an hour from 0 to 23, or empty.")
        if self.backups_kept < 1:
            raise BadSetting(f"BACKUPS_KEPT is {self.backups_kept}; at least the last backup is kept: write 1 or more.")

    def check_periods(self) -> None:
        """Stop the start if something were kept for less than no time, or sign-ins and receipts for none at all."""
        for each in fields(self):
            if each.name.startswith("keep_"):
                least = 1 if each.name in {"keep_sign_ins_days", "keep_receipts_days"} else 0
                if getattr(self, each.name) < least:
                    name, value = each.name.upper(), getattr(self, each.name)
                    raise BadSetting(f"{name} is {value}; it can be a number of days, from {least} on.")

    @property
    def backups_home(self) -> Path:
        return Path(self.backup_dir).expanduser().resolve() if self.backup_dir else self.data_dir / "backups"

    def check_site(self) -> None:
        """Stop the start if what the site is called or where it is could not be written into its letters."""
        if self.base_url and not is_web(self.base_url):
            raise BadSetting(f"BASE_URL is “{self.base_url}”; it can be such as https://networks.example.org.")
        if self.time_zone and not is_time_zone(self.time_zone):
            raise BadSetting(f"TIME_ZONE is “{self.time_zone}”; it can be such as Europe/London.")
        for name, text in (("SITE_NAME", self.site_name), ("UNIVERSITY", self.university)):
            if not text.isprintable():
                raise BadSetting(f"{name} holds signs that cannot be printed; it can be a name on one line.")

    @property
    def database_address(self) -> str:
        if not self.database_url:
            return f"sqlite:///{self.data_dir / 'networks.db'}"
        for old in ("postgres://", "postgresql://"):
            if self.database_url.startswith(old):
                return "postgresql+psycopg://" + self.database_url.removeprefix(old)
        return self.database_url

    @property
    def database_name(self) -> str:
        """The database as a sentence may name it, which somebody else may read too: without its password."""
        # Read only here: whoever starts the processes reads the settings too, and asks nothing else of it.
        address = import_module("sqlalchemy").make_url(self.database_address)
        return str(address.database if address.drivername == "sqlite" else address.set(query={}).render_as_string())

    @property
    def stream_origin(self) -> str:
        """Scheme, host and port of the stream process where it is not behind the site's own address; else ""."""
        parts = urlsplit(self.stream_url)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""

    @property
    def keys_home(self) -> Path:
        return Path(self.keys_dir).expanduser().resolve() if self.keys_dir else self.data_dir / "keys"

    @property
    def over_tls(self) -> bool:
        """Whether browsers reach the site by https only."""
        return self.secure_cookies or urlsplit(self.base_url).scheme == "https"

    @property
    def counters_address(self) -> str:
        """Where tries are counted without Redis: in a small file of their own, or in the site's PostgreSQL."""
        on_sqlite = self.database_address.startswith("sqlite")
        return f"sqlite:///{self.data_dir / 'limits.db'}" if on_sqlite else self.database_address

    @property
    def analytics_home(self) -> Path:
        return Path(self.analytics_store).expanduser().resolve() if self.analytics_store else self.data_dir


def _text_of(env: Mapping[str, str], name: str) -> str:
    if file_name := env.get(f"{name}_FILE"):
        return Path(file_name).read_text(encoding="utf-8").strip()
    return env.get(name, "")


def _read(name: str, text: str, read: Callable[[str], Any]) -> Any:
    try:
        return read(text)
    except (ValueError, KeyError) as fault:
        kind = {"_whole": "a whole number", "_yes": "yes or no"}.get(read.__name__, "usable")
        raise BadSetting(f"{name} is “{text}”, which is not {kind}.") from fault
