"""What a line of the log costs a request: the lightest page answered with and without, in turn, in one process."""

from __future__ import annotations

import logging
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import event
from werkzeug.test import create_environ, run_wsgi_app

import log_lines
from app import create_app
from app.core.db import db
from app.web.serving import request_log
from config import Settings
from tests.people import build_world

#: 3,000 requests with and as many without, in turn by a few: whatever else the machine does meets both.
REQUESTS, ROUNDS = 10, 300
PAGE = "/sign-in"


def main() -> None:
    """Print processor milliseconds a request with and without logs, as text and as JSON."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder), testing=True))
        with app.app_context():
            db.create_all()
            build_world()
            app.extensions["engine"] = db.engine
        for kind in log_lines.FORMATS:
            with_logs, without = measure(app, kind, Path(folder) / "log")
            print(
                f"log as {kind}: {with_logs:.3f} ms of processor time a request with, {without:.3f} without: "
                f"{with_logs - without:.3f} more, {with_logs / without - 1:.1%} (target: at most 0.3)",
                flush=True,
            )


def measure(app: Any, kind: str, file: Path) -> tuple[float, float]:
    """The mean of the quietest tenth of the rounds. The lines go into a file, as a supervisor would have it."""
    handler = logging.FileHandler(file, mode="w")
    handler.setFormatter(log_lines.formatter(kind))
    logger = logging.getLogger("app")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    log = app.wsgi_app.application
    counts = (app.extensions["engine"], "before_cursor_execute", request_log.count)
    with_logs, without = [], []
    for _ in range(ROUNDS):
        with_logs.append(_round(app))
        app.wsgi_app.application = log.inner
        event.remove(*counts)
        without.append(_round(app))
        app.wsgi_app.application = log
        event.listen(*counts)
    logger.removeHandler(handler)
    lines = file.read_text().count("route")
    assert lines >= REQUESTS * ROUNDS, f"only {lines} lines were written"
    return _quietest(with_logs), _quietest(without)


def _quietest(rounds: list[float]) -> float:
    """Whatever else a busy machine does only makes a round longer, by more than is to be measured."""
    return statistics.mean(sorted(rounds)[: len(rounds) // 10])


def _round(app: Any) -> float:
    """Processor milliseconds of one request, asked without a client that costs as much as the page."""
    environ = create_environ(PAGE, "http://localhost")
    begun = time.process_time()
    for _ in range(REQUESTS):
        run_wsgi_app(app, environ, buffered=True)
    return 1000 * (time.process_time() - begun) / REQUESTS


if __name__ == "__main__":
    main()
