"""A line of the log says what happened, and holds nothing that somebody typed or is called."""

from __future__ import annotations

import io
import json
import logging
import smtplib
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy.exc import IntegrityError

import log_lines

ADDRESS, VISITOR = "amina@example.org", "203.0.113.7"


@pytest.fixture(params=log_lines.FORMATS)
def written(request: pytest.FixtureRequest) -> Iterator[Any]:
    """`written(name)`: a logger as the site sets them up, and what it has written so far."""
    stream, loggers = io.StringIO(), []
    handler = logging.StreamHandler(stream)
    handler.setFormatter(log_lines.formatter(request.param))
    for each in (log_lines.NamesNobody(), log_lines.Seldom()):
        handler.addFilter(each)

    def begin(name: str) -> tuple[Any, io.StringIO]:
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        loggers.append((logger, logger.level))
        logger.setLevel(logging.INFO)
        return log_lines.logger(name), stream

    yield begin
    for logger, level in loggers:
        logger.removeHandler(handler)
        logger.setLevel(level)


def raised(fault: Exception) -> Exception:
    typed = f"{ADDRESS} typed this"  # a variable of the frame
    try:
        assert typed
        raise fault
    except type(fault) as caught:
        return caught


def test_it_is_one_line_with_its_values_and_json_can_be_read_back(written: Any) -> None:
    log, stream = written("tests.lines")
    log.info("work done", kind="mail", ms=1.5, why="two\nlines")
    (line,) = stream.getvalue().splitlines()
    if line.startswith("{"):
        read = json.loads(line)
        assert list(read) == ["at", "level", "event", "kind", "ms", "why"]
        assert (read["event"], read["kind"], read["ms"]) == ("work done", "mail", 1.5)
    else:
        assert line.endswith("Z info    work done kind=mail ms=1.5 why=two lines")


def test_a_fault_is_told_place_by_place_and_without_values(written: Any) -> None:
    _, stream = written("tests.lines")
    logging.getLogger("tests.lines").error("unexpected error", exc_info=raised(ValueError(f"no number: {ADDRESS}")))
    said = stream.getvalue()
    assert "test_log_lines.py" in said
    assert "in raised" in said
    assert "ValueError" in said
    assert ADDRESS not in said
    assert said.count("\n") == 1 or not said.startswith("{")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (AttributeError("'NoneType' object has no attribute 'title'"), "'NoneType' object has no attribute 'title'"),
        (ValueError(ADDRESS), ""),
        (KeyError(ADDRESS), ""),
        (UnicodeEncodeError("ascii", ADDRESS, 0, 1, "no"), ""),
        (FileNotFoundError(2, "No such file or directory", f"/mail/{ADDRESS}.eml"), "No such file or directory"),
        (ConnectionRefusedError(111, "Connection refused"), "Connection refused"),
        (smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"No such mailbox")}), ""),
        (smtplib.SMTPAuthenticationError(535, f"no, {ADDRESS}".encode()), "535"),
        (
            IntegrityError("INSERT", None, psycopg.errors.UniqueViolation(f'duplicate "x"\nDETAIL: ({ADDRESS})')),
            'UniqueViolation: duplicate "x"',
        ),
        (psycopg.errors.InvalidTextRepresentation(f'invalid input syntax for type integer: "{ADDRESS}"'), ""),
        (psycopg.OperationalError("connection failed: Connection refused"), "connection failed: Connection refused"),
    ],
)
def test_only_what_can_hold_nothing_of_anybodys_is_repeated(fault: Exception, words: str) -> None:
    assert log_lines.said(fault) == words


def test_what_led_to_a_fault_is_told_first() -> None:
    second = RuntimeError("the second")
    second.__cause__ = raised(KeyError(ADDRESS))
    told = "\n".join(log_lines.told(raised(second)))
    assert (
        told.index("KeyError") < told.index("Then, while that was dealt with:") < told.index("RuntimeError: the second")
    )
    assert ADDRESS not in told


def test_the_server_names_no_visitor_and_no_address(written: Any) -> None:
    """Gunicorn's own words, as its version that is pinned says them."""
    _, stream = written("gunicorn.error")
    log = logging.getLogger("gunicorn.error")
    log.warning(f"Invalid request from ip={VISITOR}: Invalid HTTP request line: 'GET /x?q={ADDRESS}'")  # noqa: G004
    log.error(
        "Error handling request %s %s", "GET", f"/reset/secret?{ADDRESS}", exc_info=raised(OSError(5, "I/O error"))
    )
    log.error(ValueError(ADDRESS))  # type: ignore[arg-type]
    said = stream.getvalue()
    for word in (VISITOR, ADDRESS, "/reset/secret"):
        assert word not in said
    assert "a request could not be read" in said
    assert "a request could not be answered" in said
    assert "I/O error" in said


def test_the_same_warning_is_written_once_a_minute_and_faults_always(
    written: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A queue that is away would else have a line for each vote."""
    now = [1000.0]
    monkeypatch.setattr(log_lines.time, "monotonic", lambda: now[0])
    log, stream = written("tests.lines")
    for _ in range(5):
        log.warning("the worker could not be nudged")
        now[0] += 1
    log.warning("something else")
    assert stream.getvalue().count("nudged") == 1
    assert stream.getvalue().count("something else") == 1
    now[0] += log_lines.SELDOM_SECONDS
    log.warning("the worker could not be nudged")
    assert stream.getvalue().count("nudged") == 2
    for _ in range(3):
        log.error("unexpected error")
    assert stream.getvalue().count("unexpected error") == 3
