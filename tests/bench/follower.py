"""A browser in a room, as its script behaves: it follows, comes back, asks while it cannot follow, and sends again."""

from __future__ import annotations

import contextlib
import json
import random
import re
import secrets
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import BinaryIO
from uuid import uuid4

from tests.bench.client import Connection
from tests.bench.server import ROOT

SCRIPTS = ROOT / "app" / "static" / "js" / "room"
#: The script's own pauses, in seconds: SHORTEST, LONGEST, ASK_EVERY, WHILE_ASKING.
PAUSES = {
    name: int(number) / 1000
    for name, number in re.findall(r"const ([A-Z_]+) = (\d+);", (SCRIPTS / "connection.js").read_text())
}


def jittered(most: float) -> float:
    return random.uniform(PAUSES["SHORTEST"], max(PAUSES["SHORTEST"], most))


@dataclass
class Follower:
    """connection.js and stream.js in Python."""

    port: int
    room: str
    cookie: str
    reached: int = 0
    #: Every number it was told of, by the stream or because it loaded the room anew.
    numbers: list[int] = field(default_factory=list)
    #: When it had reached what.
    history: list[tuple[float, int]] = field(default_factory=list)
    gaps: int = 0
    twice: int = 0
    cut: int = 0
    _failures: int = 0
    _asks_at: float | None = None
    _line: socket.socket | None = None
    _done: threading.Event = field(default_factory=threading.Event)

    def follow(self) -> None:
        while not self._done.is_set():
            pause = None
            with contextlib.suppress(OSError, ValueError):
                pause = self._stream()
            if pause is None:
                pause = self._failed()
            self._wait(pause)

    def stop(self) -> None:
        self._done.set()
        with contextlib.suppress(OSError, AttributeError):
            self._line.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]

    def when(self, seq: int) -> float:
        """When it was there first; never is infinitely late."""
        return next((at for at, reached in self.history if reached >= seq), float("inf"))

    def _failed(self) -> float:
        self._failures += 1
        if self._failures >= 3 and self._asks_at is None:
            self._asks_at = time.monotonic()
        if self._asks_at is not None:
            return jittered(PAUSES["WHILE_ASKING"])
        return jittered(min(PAUSES["LONGEST"], PAUSES["SHORTEST"] * 2**self._failures))

    def _wait(self, pause: float) -> None:
        until = time.monotonic() + pause
        while not self._done.is_set() and (now := time.monotonic()) < until:
            if self._asks_at is not None and self._asks_at <= now:
                self._ask()
                self._asks_at = time.monotonic() + PAUSES["ASK_EVERY"] * random.uniform(0.8, 1.2)
            self._done.wait(min(until, self._asks_at or until) - time.monotonic())

    def _stream(self) -> float | None:
        """Follow until it ends; how long to wait if the site said so."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=25) as line:
            self._line = line
            ask = f"GET {self.room}/stream?after={self.reached} HTTP/1.0\r\nHost: 127.0.0.1\r\nCookie: {self.cookie}\r\n\r\n"
            line.sendall(ask.encode())
            answer = line.makefile("rb")
            if b" 200 " not in answer.readline():
                return None
            self._failures, self._asks_at = 0, None
            try:
                return self._listen(answer)
            finally:
                self.cut += not self._done.is_set()

    def _listen(self, answer: BinaryIO) -> float | None:
        name = b""
        for said in answer:
            if said.startswith(b"event: "):
                name = said[7:].strip()
            elif said.startswith(b"data: "):
                pause = self._take(name, json.loads(said[6:]))
                if pause is not None:
                    return pause
        return None

    def _take(self, name: bytes, frame: dict[str, object]) -> float | None:
        if name == b"bye":
            return jittered(4.0)
        if name == b"reset":
            self._begin_anew(int(frame["seq"]))  # type: ignore[call-overload]
            return jittered(1.5)
        if name != b"room":
            return None
        told = [event["seq"] for event in frame["events"]]  # type: ignore[attr-defined]
        self.gaps += int(frame["after"]) > self.reached  # type: ignore[call-overload]
        self.twice += sum(number <= self.reached for number in told)
        self.numbers += [number for number in told if number > self.reached]
        self._note(int(frame["seq"]))  # type: ignore[call-overload]
        return None

    def _ask(self) -> None:
        line = Connection(self.port, self.cookie, patience=10.0)
        with contextlib.suppress(OSError, ValueError, IndexError):
            status, _, body = line.ask("GET", f"{self.room}/room/now")
            if status == 200:
                self._begin_anew(json.loads(body)["seq"])
        line.close()

    def _begin_anew(self, seq: int) -> None:
        """Load the whole room: what lies before this number is in it."""
        self.numbers += range(self.reached + 1, seq + 1)
        self._note(max(self.reached, seq))

    def _note(self, seq: int) -> None:
        self.reached = seq
        self.history.append((time.monotonic(), seq))


#: What the form of a card was made for.
MADE_FOR = re.compile(r'name="command_key"[^>]*>\s*<input type="hidden" name="made_for" value="([^"]*)"')


@dataclass
class Writer:
    """outbox.js in Python: each card is sent with its key until the site has confirmed it."""

    connection: Connection
    name: str
    room: str
    token: str = ""
    #: What the page said is stored of who writes.
    made_for: str = ""
    confirmed: list[str] = field(default_factory=list)

    def write_until(self, enough: threading.Event) -> None:
        self._insist(self._take_token)
        while not enough.is_set():
            text = f"{self.name} {secrets.token_hex(8)}"
            card = {"csrf_token": self.token, "command_key": uuid4().hex, "kind": "idea", "text": text}
            card["made_for"] = self.made_for
            self._insist(lambda card=card: self._send(card))
            self.confirmed.append(text)
            time.sleep(0.1)
        self.connection.close()

    def _take_token(self) -> None:
        self.token = self.connection.token(f"{self.room}/room")
        page = self.connection.ask("GET", f"{self.room}/room")[2].decode()
        self.made_for = MADE_FOR.findall(page)[0]

    def _send(self, card: dict[str, str]) -> None:
        status, _, body = self.connection.ask("POST", f"{self.room}/cards", card)
        if status in {400, 403, 409, 422}:
            # Sending it again would change nothing, for ever.
            raise RuntimeError(f"a card was refused: {status} {body[:2000]!r}")
        if status != 303:
            raise ValueError(f"{status} {body[:500]!r}")

    def _insist(self, do: object) -> None:
        pause = 0.3
        while True:
            try:
                do()  # type: ignore[operator]
            except (OSError, AssertionError, ValueError, IndexError):
                self.connection.close()
                time.sleep(pause * random.uniform(0.5, 1))
                pause = min(PAUSES["LONGEST"], 2 * pause)
            else:
                return
