"""One line for each request in the log, and the id by which its reader can be found in it.

The line has the route and not the address, how it was answered and how long that took: nobody's name, words or machine.
No line is written of what `unlogged` marks, because its time would say when somebody wrote a card or voted.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from functools import cached_property
from time import perf_counter
from typing import Any, TypeVar

from flask import Blueprint, Flask, Request, request
from sqlalchemy import event
from werkzeug.routing import Rule

import log_lines
from app.core.db import db

HEADER = "X-Request-Id"
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
_NOTE = "learning_networks.request"

log = log_lines.logger(__name__)
Markable = TypeVar("Markable", bound=Callable[..., Any] | Blueprint)


def unlogged(what: Markable) -> Markable:
    """Mark a view, or a blueprint with all its views: no line says when it was asked. Its faults are logged all the same."""
    what.is_unlogged = True  # type: ignore[union-attr]
    return what


def is_unlogged(app: Flask, endpoint: str) -> bool:
    """Whether requests for this endpoint leave no line."""
    blueprint = app.blueprints.get(endpoint.rpartition(".")[0])
    return any(getattr(what, "is_unlogged", False) for what in (blueprint, app.view_functions.get(endpoint)))


class RequestNote:
    """What the log says of a request."""

    def __init__(self, app: Flask, environ: dict[str, Any]) -> None:
        self._app, self._environ = app, environ
        self.id = secrets.token_hex(6)
        self.status = 500
        self.queries = 0

    @cached_property
    def rule(self) -> Rule | None:
        """The route that matched. To be asked first while the request is being answered: it is forgotten afterwards."""
        known: Request | None = self._environ.get("werkzeug.request")
        return known.url_rule if known else None

    @cached_property
    def quiet(self) -> bool:
        return self.rule is not None and is_unlogged(self._app, self.rule.endpoint)

    def leaves_line(self, status: int) -> bool:
        """Whether a line will stand in the log, once it is answered with this status."""
        return status >= 500 or not self.quiet


def init_app(app: Flask) -> None:
    """Log what is asked of the site from here on inwards: what is put around it later, such as static files, is not."""
    app.wsgi_app = RequestLog(app, app.wsgi_app)  # type: ignore[method-assign]
    app.add_template_global(reference)
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", count)


def reference(status: int) -> str:
    """By which this request is found in the log, if it is answered with this status; "" if it will not stand there."""
    note: RequestNote | None = request.environ.get(_NOTE)
    return note.id if note is not None and note.leaves_line(status) else ""


def count(*_statement: Any) -> None:
    """The database is asked once more."""
    note = log_lines.asked.get()
    if isinstance(note, RequestNote):
        note.queries += 1


class RequestLog:
    """Around the site: gives each request its id, and writes its line."""

    def __init__(self, app: Flask, inner: Callable[..., Iterable[bytes]]) -> None:
        self._app = app
        self.inner = inner

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        note = environ[_NOTE] = RequestNote(self._app, environ)
        begun = perf_counter()

        def start(status: str, headers: list[tuple[str, str]], *fault: Any) -> Any:
            note.status, _ = int(status[:3]), note.rule
            return start_response(status, [*headers, (HEADER, note.id)], *fault)

        outer = log_lines.asked.set(note)
        try:
            return self.inner(environ, start)
        finally:
            log_lines.asked.reset(outer)
            if note.leaves_line(note.status):
                _write(note, environ["REQUEST_METHOD"], 1000 * (perf_counter() - begun))


def _write(note: RequestNote, method: str, milliseconds: float) -> None:
    log.info(
        "request",
        method=method if method in METHODS else "other",
        route=note.rule.rule if note.rule else "none",
        status=note.status,
        ms=round(milliseconds, 1),
        queries=note.queries,
        id=note.id,
    )
