"""Whether a file is infected: asked of clamd where one is set, and of nobody otherwise."""

from __future__ import annotations

import socket
import struct
from contextlib import closing
from typing import IO, Protocol
from urllib.parse import urlsplit

from app.core.errors import Invalid

CLAMD_PORT = 3310
_CHUNK = 2**16
#: clamd looks through 20 MB in a second or two.
_SECONDS = 20.0
INFECTED = "The virus scanner finds something in this file, so it was not taken. Please have the machine it came from looked at."
NOT_CHECKED = (
    "Files are checked for viruses here, and the scanner does not answer just now. Nothing was kept; please try again in a "
    "while. The administrators are told."
)


class Scanner(Protocol):
    def check(self, file: IO[bytes]) -> None:
        """Return if nothing is found. Invalid, in a sentence, if something is, or if it cannot be looked at."""

    def fault(self) -> str:
        """Why it cannot look at files now, for an administrator; "" if it can."""


class NullScanner:
    """No scanner is set."""

    def check(self, _file: IO[bytes]) -> None:
        return

    def fault(self) -> str:
        return ""


class Clamd:
    """clamd by its own protocol: the file in pieces, each after its length, and one line for an answer."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._parts = urlsplit(address)

    def check(self, file: IO[bytes]) -> None:
        try:
            said = self._scanned(file)
        except OSError:
            said = ""
        if said.endswith("FOUND"):
            raise Invalid(INFECTED, {"file": [INFECTED]})
        if not said.endswith("OK"):
            raise Invalid(NOT_CHECKED, {"file": [NOT_CHECKED]})

    def fault(self) -> str:
        try:
            with closing(self._connected(2.0)) as line:
                line.sendall(b"zPING\0")
                if _answer(line) == "PONG":
                    return ""
        except OSError:
            pass
        return f"the scanner at {self.address} does not answer, so no file is taken; see whether clamd runs there"

    def _scanned(self, file: IO[bytes]) -> str:
        file.seek(0)
        with closing(self._connected(_SECONDS)) as line:
            line.sendall(b"zINSTREAM\0")
            while piece := file.read(_CHUNK):
                line.sendall(struct.pack("!L", len(piece)) + piece)
            line.sendall(struct.pack("!L", 0))
            return _answer(line)

    def _connected(self, seconds: float) -> socket.socket:
        if self._parts.scheme == "unix":
            line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            line.settimeout(seconds)
            try:
                line.connect(self._parts.path)
            except OSError:
                line.close()
                raise
            return line
        return socket.create_connection((self._parts.hostname or "", self._parts.port or CLAMD_PORT), timeout=seconds)


def _answer(line: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < 4096 and (piece := line.recv(4096)):
        said += piece
    return said.partition(b"\0")[0].decode(errors="replace").strip()


_scanner: Scanner = NullScanner()


def use(scanner: Scanner) -> None:
    """Have files looked at by this one from now on."""
    global _scanner  # noqa: PLW0603 -- one per process, set when the application starts
    _scanner = scanner


def current() -> Scanner:
    return _scanner


def named_by(address: str) -> Scanner:
    """The scanner of a setting: none, or clamd at tcp://host:3310 or unix:///path/of/its/socket."""
    return Clamd(address) if address else NullScanner()
