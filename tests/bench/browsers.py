"""Many browsers in a few rooms: streams that one thread reads, people who change something, and what both had to wait."""

from __future__ import annotations

import json
import selectors
import socket
import threading
import time
from dataclasses import dataclass, field

from tests.bench.client import Connection

PATH = "/networks/s215/workshops/{}"
SECONDS = 10
#: One person changes something so often; more often takes more people.
PER_PERSON = 10.0


@dataclass
class Measured:
    """Seconds from a change's beginning to each browser, and to its answer."""

    heard: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    refused: int = 0
    streams: int = 0
    #: Streams times events that never came.
    missing: int = 0

    @staticmethod
    def percentile(values: list[float], share: float) -> float:
        """In milliseconds."""
        ordered = sorted(values)
        return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else 0.0


class Browsers:
    """Streams of several rooms, read by one thread."""

    def __init__(self, port: int) -> None:
        self.port = port
        #: Room, number of the event, when it came.
        self.came: list[tuple[int, int, float]] = []
        self.open: dict[int, int] = {}
        self.refused = 0
        self._selector = selectors.DefaultSelector()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)
        #: A room's browsers are sent the same bytes: they are taken apart once, so that the client costs little.
        self._known: dict[bytes, list[int]] = {}

    def follow(self, room: int, cookie: str) -> None:
        line = socket.create_connection(("127.0.0.1", self.port), timeout=60)
        ask = f"GET {PATH.format(room)}/stream?after=0 HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n"
        line.sendall(ask.encode())
        head = b""
        while b"\r\n\r\n" not in head and (more := line.recv(4096)):
            head += more
        if b" 200 " not in head.split(b"\r\n", 1)[0]:
            self.refused += 1
            line.close()
            return
        self.open[room] = self.open.get(room, 0) + 1
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
                        self.came += [(room, seq, at) for seq in self._events(line)]

    def _events(self, line: bytes) -> list[int]:
        if line not in self._known:
            if len(self._known) > 1000:
                self._known.clear()
            self._known[line] = [event["seq"] for event in json.loads(line[6:]).get("events", [])]
        return self._known[line]


def measure(port: int, stream_port: int, rooms: dict[int, list[str]], *, each: int, per_second: float) -> Measured:
    """Open `each` streams in each room, then change each room so often for some seconds.

    A change is somebody's ready or not ready: the answer's redirect is the acknowledgement. Changes and events are
    matched in their order.
    """
    browsers, measured = Browsers(stream_port), Measured()
    for room, cookies in rooms.items():
        for number in range(each):
            browsers.follow(room, cookies[number % len(cookies)])
    browsers.start()
    time.sleep(3)
    browsers.came.clear()
    begun = _change_all(port, rooms, per_second, measured)
    time.sleep(3)
    browsers.stop()
    measured.streams, measured.refused = sum(browsers.open.values()), browsers.refused
    for room, starts in begun.items():
        came = [(seq, at) for where, seq, at in browsers.came if where == room]
        beginning = dict(zip(sorted({seq for seq, _ in came}), sorted(starts), strict=False))
        measured.heard += [at - beginning[seq] for seq, at in came if seq in beginning]
        measured.missing += len(starts) * browsers.open.get(room, 0) - len(came)
    return measured


def _change_all(
    port: int, rooms: dict[int, list[str]], per_second: float, measured: Measured
) -> dict[int, list[float]]:
    begun: dict[int, list[float]] = {room: [] for room in rooms}
    people = max(1, round(per_second / PER_PERSON))
    threads = [
        threading.Thread(target=_change, args=(port, room, cookie, per_second / people, begun[room], measured))
        for room, cookies in rooms.items()
        for cookie in cookies[:people]
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return begun


def _change(port: int, room: int, cookie: str, per_second: float, begun: list[float], measured: Measured) -> None:
    line, path = Connection(port, cookie), PATH.format(room)
    token, ready, until = line.token(f"{path}/room"), True, time.perf_counter() + SECONDS
    while (begin := time.perf_counter()) < until:
        verb = "ready" if ready else "not-ready"
        status, _, body = line.ask("POST", f"{path}/room/{verb}", {"csrf_token": token, "ix": "0"})
        assert status == 303, f"{status} {body[:300]!r}"
        measured.answered.append(time.perf_counter() - begin)
        begun.append(begin)
        ready = not ready
        time.sleep(max(0.0, 1 / per_second - (time.perf_counter() - begin)))
    line.close()
