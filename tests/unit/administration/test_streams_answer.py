"""Whether the process that keeps rooms live answers is asked shortly, seldom, and straight."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from app.administration import parts
from app.administration.parts import streams_check
from config import Settings


class Answers(BaseHTTPRequestHandler):
    status = 200
    asked: list[str] = []  # noqa: RUF012 - the class is the server's only memory

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def process() -> Iterator[tuple[int, type[Answers]]]:
    """A port that answers, and how."""
    kind = type("Now", (Answers,), {"asked": []})
    with HTTPServer(("127.0.0.1", 0), kind) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_port, kind
        server.shutdown()
        thread.join()


def check_of(port: int, **more: Any) -> str:
    return streams_check(Settings(stream_port=port, **more))()


def test_one_that_answers_is_in_order_by_its_port_or_its_address(process: tuple[int, type[Answers]]) -> None:
    port, kind = process
    assert check_of(port) == ""
    assert check_of(1, stream_url=f"http://127.0.0.1:{port}/") == ""
    assert kind.asked == ["/healthz"] * 2


def test_one_that_is_not_there_or_is_something_else_is_said_with_what_to_do(process: tuple[int, type[Answers]]) -> None:
    port, kind = process
    kind.status = 404
    for wrong in (port, 1):
        said = check_of(wrong)
        assert f"it does not answer at http://127.0.0.1:{wrong}" in said
        assert "gunicorn.streams.py" in said


def test_one_that_hangs_is_waited_for_shortly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "WAIT", 0.1)
    with closing(socket.socket()) as hangs:
        hangs.bind(("127.0.0.1", 0))
        hangs.listen()
        begun = time.monotonic()
        assert "does not answer" in check_of(hangs.getsockname()[1])
        assert time.monotonic() - begun < 5


def test_it_is_asked_once_in_a_while(process: tuple[int, type[Answers]], monkeypatch: pytest.MonkeyPatch) -> None:
    port, kind = process
    check = streams_check(Settings(stream_port=port))
    assert [check() for _ in range(5)] == [""] * 5
    assert len(kind.asked) == 1
    monkeypatch.setattr(parts, "ASK_EVERY", -1.0)
    check()
    assert len(kind.asked) == 2


def test_it_does_not_ask_itself() -> None:
    assert check_of(1, serves_streams=True) == ""
