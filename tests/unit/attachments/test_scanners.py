"""clamd's protocol, against a small server that speaks it."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from app.attachments.keeping.scanners import Clamd, NullScanner, named_by
from app.core.errors import Invalid

BAD = b"a known signature"


class OneFile(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        said = b""
        while not said.endswith(b"\0"):
            said += self.rfile.read(1)
        if said == b"zPING\0":
            self.wfile.write(b"PONG\0")
            return
        held = b""
        while length := struct.unpack("!L", self.rfile.read(4))[0]:
            held += self.rfile.read(length)
        found = b"stream: Example-Test FOUND\0" if BAD in held else b"stream: OK\0"
        self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0" if len(held) > 500_000 else found)


@pytest.fixture(params=["tcp", "unix"])
def clamd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Clamd]:
    if request.param == "tcp":
        server: socketserver.BaseServer = socketserver.ThreadingTCPServer(("127.0.0.1", 0), OneFile)
        address = f"tcp://127.0.0.1:{server.server_address[1]}"  # type: ignore[index]
    else:
        path = tmp_path / "clamd.ctl"
        server, address = socketserver.ThreadingUnixStreamServer(str(path), OneFile), f"unix://{path}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield Clamd(address)
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_clean_file_passes(clamd: Clamd) -> None:
    clamd.check(BytesIO(b"x" * 200_000))
    assert clamd.fault() == ""


def test_an_infected_file_is_refused(clamd: Clamd) -> None:
    with pytest.raises(Invalid, match="finds something"):
        clamd.check(BytesIO(b"x" * 90_000 + BAD))


def test_what_the_scanner_does_not_look_at_is_not_taken(clamd: Clamd) -> None:
    with pytest.raises(Invalid, match="try again"):
        clamd.check(BytesIO(b"x" * 600_000))


def test_without_a_scanner_that_answers_nothing_is_taken_and_it_is_said(tmp_path: Path) -> None:
    gone = Clamd(f"unix://{tmp_path}/nobody")
    with pytest.raises(Invalid, match="does not answer"):
        gone.check(BytesIO(b"x"))
    assert "does not answer" in gone.fault()


def test_no_scanner_is_set_and_everything_passes() -> None:
    scanner = named_by("")
    assert isinstance(scanner, NullScanner)
    scanner.check(BytesIO(BAD))
    assert scanner.fault() == ""
