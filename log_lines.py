"""How a line of the log looks, and what may stand in it, in every process of the site: for people, or as JSON.

A line has its instant, its level, what happened and named values. It names nobody: no person, no network's address, no
machine that asked, no words that somebody typed. Where a library would write such things, they are left out here.
"""

from __future__ import annotations

import json
import logging
import time
import traceback
from collections.abc import Iterator, MutableMapping
from contextvars import ContextVar
from datetime import UTC, datetime
from logging.config import dictConfig
from typing import Any, Protocol

import structlog
from structlog.typing import WrappedLogger

FORMATS = ("text", "json")
#: The same warning is written once in so many seconds: a queue that is away would else say when each vote came.
SELDOM_SECONDS = 60
#: Frames of a fault that are written; what calls itself without an end has a thousand.
MOST_FRAMES = 60
#: What these say is about the code. What others say (a number that is none, a key that is missing) may be what was typed.
ABOUT_CODE = (AttributeError, TypeError, NameError, ImportError, RuntimeError, AssertionError)
DATABASES = ("sqlite3", "psycopg", "sqlalchemy", "jinja2")

Line = MutableMapping[str, Any]


class Asked(Protocol):
    """The request that is being answered."""

    id: str

    @property
    def quiet(self) -> bool:
        """Whether no line may say when it came."""


#: None outside of requests.
asked: ContextVar[Asked | None] = ContextVar("asked", default=None)


def begin(kind: str) -> None:
    """Write like this from now on, in this process: called once, where a process of the site begins."""
    dictConfig(configuration(kind))


def configuration(kind: str) -> dict[str, Any]:
    """For `logging.config.dictConfig`, and for gunicorn, which asks for the same."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": formatter, "kind": kind}},
        "filters": {"nobody": {"()": NamesNobody}, "seldom": {"()": Seldom}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["nobody", "seldom"]},
        },
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {
            "app": {"level": "INFO"},
            "gunicorn.error": {"level": "INFO", "handlers": [], "propagate": True},
            # A line with the visitor's address for each request. Ours stands in app/web/serving/request_log.py.
            "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
            "werkzeug": {"level": "WARNING"},
        },
    }


def formatter(kind: str) -> logging.Formatter:
    """What makes a line of a record, from our own loggers and from those of libraries."""
    return structlog.stdlib.ProcessorFormatter(
        processors=[
            _complete,
            structlog.processors.JSONRenderer(json.dumps, default=str) if kind == "json" else _readable,
        ]
    )


def logger(name: str) -> Any:
    """One that takes named values: `log.info("what happened", name=value)`."""
    return structlog.wrap_logger(
        logging.getLogger(name),
        processors=[structlog.stdlib.filter_by_level, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
    ).bind()  # once, and not with each line: that would cost a third more


def _complete(_logger: WrappedLogger, _method: str, event: Line) -> Line:
    """Instant, level and what happened first; then the values; then the fault."""
    record: logging.LogRecord = event.pop("_record")
    ours = event.pop("_from_structlog")
    at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    line: Line = {"at": at, "level": record.levelname.lower(), "event": event.pop("event")}
    fault = event.pop("exc_info", None)
    if not ours:
        line["from"] = record.name
    line.update(event)
    request = asked.get()
    if request is not None and "id" not in line and (record.levelno >= logging.ERROR or not request.quiet):
        line["id"] = request.id
    if fault and fault[1] is not None:
        line["fault"] = "\n".join(told(fault[1]))
    return line


def _readable(_logger: WrappedLogger, _method: str, line: Line) -> str:
    fault = line.pop("fault", "")
    words = [line.pop("at"), f"{line.pop('level'):7}", _on_one_line(line.pop("event"))]
    words += [f"{name}={_on_one_line(value)}" for name, value in line.items()]
    return " ".join(words) + (f"\n{fault}" if fault else "")


def _on_one_line(value: object) -> str:
    text = str(value)
    return text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)


def told(fault: BaseException) -> Iterator[str]:
    """A fault and what led to it, place by place, without what variables held and without words that somebody typed."""
    earlier = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    if earlier is not None and earlier is not fault:
        yield from told(earlier)
        yield "Then, while that was dealt with:"
    frames = traceback.extract_tb(fault.__traceback__)
    yield from "".join(traceback.format_list(frames[-MOST_FRAMES:])).splitlines()
    words = said(fault)
    yield f"{type(fault).__name__}: {words}" if words else type(fault).__name__


def said(fault: BaseException) -> str:
    """What the fault says, as far as that can hold nothing of anybody's: "" if it may."""
    database = getattr(fault, "orig", None)
    if isinstance(database, BaseException):
        return f"{type(database).__name__}: {said(database)}".rstrip(": ")
    if isinstance(fault, OSError):
        # Not its file, nor to whom a letter did not go.
        return str(getattr(fault, "smtp_code", "") or (fault.strerror if isinstance(fault.strerror, str) else ""))
    source = type(fault).__module__.partition(".")[0]
    # PostgreSQL names the values in further lines, and of a value that it cannot read in the first.
    about_code = isinstance(fault, ABOUT_CODE) or (source in DATABASES and type(fault).__name__ != "DataError")
    about_code = about_code and not any(kind.__name__ == "DataError" for kind in type(fault).__mro__)
    return str(fault).partition("\n")[0][:300] if about_code else ""


class NamesNobody(logging.Filter):
    """Rewrites what the server says of a request that it could not read or answer: it names the visitor and the address."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == "gunicorn.error":
            words = str(record.msg)
            if words.startswith("Invalid request from"):
                record.msg, record.args = "a request could not be read", ()
            elif words.startswith("Error handling request"):
                record.msg, record.args = "a request could not be answered", ()
        if isinstance(record.msg, BaseException):
            record.msg, record.args = type(record.msg).__name__, ()
        return True


class Seldom(logging.Filter):
    """Lets the same warning through once a minute. How often it was held back is not said: that may count votes."""

    def __init__(self) -> None:
        super().__init__()
        self._last: dict[tuple[str, str], float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno != logging.WARNING:
            return True
        what, now = (record.name, record.getMessage()), time.monotonic()
        if now - self._last.get(what, -SELDOM_SECONDS) < SELDOM_SECONDS:
            return False
        if len(self._last) >= 1000:
            self._last.clear()
        self._last[what] = now
        return True
