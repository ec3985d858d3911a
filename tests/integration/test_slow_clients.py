"""Slow and greedy clients: the site, served with its own gunicorn file, answers others while they dawdle."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection

import pytest

from app import create_app
from app.core.db import db
from config import LARGEST_BODY, Settings
from tests.bench.server import ROOT, free_port

pytestmark = pytest.mark.slow

HEADER = b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
#: More than all threads of both processes.
MANY = 20
PATIENCE = 30.0


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of the site as `gunicorn.conf.py` serves it, which waits for a request two seconds instead of ten."""
    folder, port = tmp_path_factory.mktemp("slow"), free_port()
    with create_app(Settings(data_dir=folder, secret_key="only-for-tests")).app_context():
        db.create_all()
        db.engine.dispose()
    environment = {**os.environ, "DATA_DIR": str(folder), "PORT": str(port), "REQUEST_SECONDS": "2", "WEB_WORKERS": "1"}
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py"), "wsgi:app"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        end = time.monotonic() + PATIENCE
        while not healthy(port) and time.monotonic() < end:
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(PATIENCE)
    assert "Traceback" not in (folder / "log").read_text()


def healthy(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def ask(port: int, *pieces: bytes, pause: float = 0.0) -> bytes:
    """Send this piece by piece; whatever comes until the site closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as one:
        for piece in pieces:
            one.sendall(piece)
            time.sleep(pause)
        return b"".join(iter(lambda: one.recv(65_536), b""))


@pytest.mark.parametrize(
    "begun",
    [
        b"",
        b"\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n",
        HEADER + b"Content-Length: 1000\r\n\r\nemail=a",
        HEADER + b"Transfer-Encoding: chunked\r\n\r\n5\r\nem",
        # One whole request, and the beginning of a second behind it.
        b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET /healthz HTT",
        HEADER + b"Content-Length: 90000000\r\n\r\nemail=a",
        b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n",
    ],
    ids=["silent", "empty lines", "header", "body", "chunks", "second request", "vast body", "body nobody reads"],
)
def test_slow_senders_hold_nobody_up_and_are_closed(site: int, begun: bytes) -> None:
    with ExitStack() as held:
        slow = [held.enter_context(socket.create_connection(("127.0.0.1", site))) for _ in range(MANY)]
        for one in slow:
            one.sendall(begun)
        started = time.monotonic()
        assert all(healthy(site) for _ in range(5))
        assert time.monotonic() - started < 2, "somebody waited for the slow ones"
        end = time.monotonic() + PATIENCE
        while slow and time.monotonic() < end:
            slow = [one for one in slow if drip(one)]
        assert slow == [], "nobody may go on for ever"


def drip(one: socket.socket) -> bool:
    """Send one byte more, as slow clients do; whether the site is still there."""
    one.settimeout(0.1)
    try:
        one.sendall(b"a")
        return one.recv(65_536) != b""
    except TimeoutError:
        return True
    except OSError:
        return False


def test_those_who_read_nothing_hold_nobody_up(site: int) -> None:
    largest = max((ROOT / "app/static").rglob("*.js"), key=lambda path: path.stat().st_size)
    asked = f"GET /static/{largest.relative_to(ROOT / 'app/static')} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    with ExitStack() as held:
        for _ in range(MANY):
            one = held.enter_context(socket.socket())
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            one.connect(("127.0.0.1", site))
            one.sendall(asked)
        assert all(healthy(site) for _ in range(5))


def test_a_request_in_pieces_is_answered_as_one(site: int) -> None:
    whole = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    assert ask(site, *(whole[at : at + 9] for at in range(0, len(whole), 9)), pause=0.01).startswith(b"HTTP/1.1 200")


def test_requests_behind_each_other_are_all_answered(site: int) -> None:
    one = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    last = one.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")
    assert ask(site, one * 4 + last).count(b"HTTP/1.1 200") == 5


def test_a_slow_form_that_keeps_the_least_rate_arrives(site: int) -> None:
    """Longer than the two seconds that a header has."""
    body = b"email=" + b"a" * 8000
    pieces = (
        HEADER + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body),
        *(body[at : at + 1000] for at in range(0, len(body), 1000)),
    )
    answer = ask(site, *pieces, pause=0.35)
    assert answer.startswith(b"HTTP/1.1 401"), "the form has no token, which the site says after reading it"


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (b"Content-Length: %d\r\n" % (LARGEST_BODY + 1), b"413"),
        (b"Transfer-Encoding: chunked\r\n", b"411"),
        (b"Content-Length: 3\r\nContent-Length: 4\r\n", b"400"),
        (b"Content-Length: three\r\n", b"400"),
        (b"X: " + b"a" * 70_000 + b"\r\n", b"431"),
    ],
)
def test_what_cannot_be_gathered_is_refused_by_its_header(site: int, header: bytes, status: bytes) -> None:
    assert ask(site, HEADER + header + b"\r\n").startswith(b"HTTP/1.1 " + status)


def test_whoever_waits_for_leave_to_send_the_body_gets_it(site: int) -> None:
    with socket.create_connection(("127.0.0.1", site), timeout=PATIENCE) as one:
        one.sendall(HEADER + b"Expect: 100-continue\r\nContent-Length: 7\r\nConnection: close\r\n\r\n")
        assert one.recv(100).startswith(b"HTTP/1.1 100")
        one.sendall(b"email=a")
        assert b"HTTP/1.1 401" in b"".join(iter(lambda: one.recv(65_536), b""))
