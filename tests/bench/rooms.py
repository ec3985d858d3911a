"""Workshops with many browsers: how long from a change to every browser, and how long the change itself takes.

Client and server share this machine. The browsers are sockets in one thread that reads them all, so what they cost is
counted against the site.
"""

from __future__ import annotations

import json
import os
import selectors
import socket
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from app import create_app
from app.accounts.models import Person
from app.accounts.passwords import hash_password
from app.core.db import db
from app.workshops.services import steering
from config import Settings
from tests.bench.client import Connection
from tests.bench.server import free_port
from tests.factories.workshops import a_workshop
from tests.people import World, build_world
from tests.postgres import new_database
from tests.processes import Site

PATH = "/networks/s215/workshops/{}"
ROOMS = 4
PEOPLE = int(os.environ.get("BENCH_PEOPLE", "150"))
PER_SECOND = 10.0
PASSWORD = "four words that differ"
NAMES = ("amina", "ben", "tomos")
HEAD = f"{'streams':>10}{'refused':>9}{'events':>8}{'heard p50':>11}{'p95':>7}{'p99':>7}{'answer p95':>12}{'missing':>9}{'MiB':>6}"


@dataclass
class Measured:
    """Seconds from a change's beginning to each browser, and to its answer."""

    heard: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    refused: int = 0
    streams: int = 0

    @staticmethod
    def percentile(values: list[float], share: float) -> float:
        """In milliseconds."""
        ordered = sorted(values)
        return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


def main() -> None:
    """Print a line for each database: targets are 500 ms to the browser and 250 ms to the answer (95th percentiles)."""
    print(
        f"\nRooms: {ROOMS} of {PEOPLE} people, {PER_SECOND:.0f} changes a second in each, for ten seconds; times in ms"
    )
    print(f"{'':12}{HEAD}")
    for kind in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory() as folder:
            print(f"{kind:12}{_line(Path(folder), '' if kind == 'SQLite' else new_database())}")


def _line(folder: Path, database: str) -> str:
    _prepare(Settings(data_dir=folder, database_url=database, secret_key="only-for-the-bench"))
    environment = {"DATA_DIR": str(folder), "DATABASE_URL": database, "SECRET_KEY": "only-for-the-bench"}
    site = Site({**environment, "SIGN_IN_LIMIT": "1000 per minute"}, stream_port=free_port())
    site.start()
    try:
        cookies = [_signed_in(site.port, name) for name in NAMES]
        found = measure(site.port, site.stream_port, dict.fromkeys(range(1, ROOMS + 1), cookies), each=PEOPLE)
        memory = site.memory_mib()
    finally:
        site.stop()
    events, ms = len(found.answered), Measured.percentile
    missing = events * found.streams // ROOMS - len(found.heard)
    heard = "".join(f"{ms(found.heard, share):{width}.0f}" for share, width in ((0.5, 11), (0.95, 7), (0.99, 7)))
    told = f"{ms(found.answered, 0.95):12.0f}{missing:9}{memory:6.0f}"
    return f"{found.streams:10}{found.refused:9}{events:8}{heard}{told}"


def _prepare(settings: Settings) -> None:
    app = create_app(settings)
    with app.app_context():
        db.create_all()
        build_world()
        hashed = hash_password(PASSWORD)
        for person in db.session.scalars(select(Person)):
            person.password_hash = hashed
        db.session.commit()
        world = World()
        for _ in range(ROOMS):
            steering.step(world.actor("marek"), a_workshop(world, "collecting", people=NAMES), "start")
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def _signed_in(port: int, name: str) -> str:
    give_up = time.monotonic() + 180
    while True:
        line = Connection(port)
        try:
            line.sign_in(f"{name}@example.org", PASSWORD)
        except (OSError, AssertionError):
            if time.monotonic() > give_up:
                raise
            time.sleep(0.3)
        else:
            return line.cookie
        finally:
            line.close()


class Browsers:
    """Streams of several rooms, read by one thread."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.begun: dict[tuple[int, int], float] = {}
        self.came: list[tuple[int, int, float]] = []
        self.open = 0
        self.refused = 0
        self._selector = selectors.DefaultSelector()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)

    def follow(self, room: int, cookie: str) -> None:
        line = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        ask = f"GET {PATH.format(room)}/stream?after=0 HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n"
        line.sendall(ask.encode())
        head = b""
        while b"\r\n\r\n" not in head:
            head += line.recv(4096)
        if b" 200 " not in head.split(b"\r\n", 1)[0]:
            self.refused += 1
            line.close()
            return
        self.open += 1
        line.setblocking(False)
        self._selector.register(line, selectors.EVENT_READ, [room, b""])

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()
        for key in list(self._selector.get_map().values()):
            self._selector.unregister(key.fileobj)
            key.fileobj.close()  # type: ignore[union-attr]
        self._selector.close()

    def _read(self) -> None:
        while not self._stop.is_set():
            for key, _ in self._selector.select(0.2):
                received = key.fileobj.recv(65536)  # type: ignore[union-attr]
                at = time.perf_counter()
                if not received:
                    self._selector.unregister(key.fileobj)
                    continue
                room, kept = key.data
                *lines, key.data[1] = (kept + received).split(b"\n")
                for line in lines:
                    if line.startswith(b"data: "):
                        self._note(room, json.loads(line[6:]), at)

    def _note(self, room: int, frame: dict[str, object], at: float) -> None:
        for event in frame.get("events", []):  # type: ignore[attr-defined]
            self.came.append((room, event["seq"], at))


def measure(port: int, stream_port: int, cookies: dict[int, list[str]], *, each: int) -> Measured:
    """Open `each` streams in each room, then change each room so often for ten seconds.

    A change is somebody's ready or not ready: the answer's redirect is the acknowledgement.
    """
    browsers, measured = Browsers(stream_port), Measured()
    for room, held in cookies.items():
        for number in range(each):
            browsers.follow(room, held[number % len(held)])
    browsers.start()
    time.sleep(3)
    browsers.came.clear()
    begun: dict[int, list[float]] = {room: [] for room in cookies}
    threads = [
        threading.Thread(target=_change, args=(port, room, held[0], begun[room], measured))
        for room, held in cookies.items()
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    time.sleep(3)
    browsers.stop()
    measured.streams, measured.refused = browsers.open, browsers.refused
    for room, starts in begun.items():
        numbers = sorted({seq for where, seq, _ in browsers.came if where == room})
        beginning = dict(zip(numbers, starts, strict=False))
        measured.heard += [
            at - beginning[seq] for where, seq, at in browsers.came if where == room and seq in beginning
        ]
    return measured


def _change(port: int, room: int, cookie: str, begun: list[float], measured: Measured) -> None:
    line, path = Connection(port, cookie), PATH.format(room)
    token, ready, until = line.token(f"{path}/room"), True, time.perf_counter() + 10
    while (begin := time.perf_counter()) < until:
        status, _, body = line.ask(
            "POST", f"{path}/room/{'ready' if ready else 'not-ready'}", {"csrf_token": token, "ix": "0"}
        )
        assert status == 303, f"{status} {body[:300]!r}"
        measured.answered.append(time.perf_counter() - begin)
        begun.append(begin)
        ready = not ready
        time.sleep(max(0.0, 1 / PER_SECOND - (time.perf_counter() - begin)))
    line.close()


if __name__ == "__main__":
    main()
