"""gunicorn's worker with threads, which gives a thread to a request only once the whole of it has arrived.

gunicorn's own gives the thread to the connection, and the thread waits for the rest: as many slow connections as there are
threads, and the site stands still. Here the one loop that waits for all connections gathers what they send, each within a
time limit, and whoever finished reading an answer is waited for there too. A thread never waits for anybody to send, and
for somebody to read no longer than SEND_SECONDS at a time. (Without TLS: that is the proxy's.)
"""

from __future__ import annotations

import errno
import re
import selectors
import socket
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

from config import LARGEST_BODY, LARGEST_UPLOAD

#: Bytes that a body must bring for each second beyond the first ones.
LEAST_RATE = 1000
#: And one with a file, beyond what a form without one may have: at such a pace a photograph takes some minutes.
UPLOAD_RATE = 10_000
#: More than that is no header of a browser.
LARGEST_HEADER = 65_536
#: What all requests that are still arriving may hold in this process; whoever would exceed it is sent away.
LARGEST_SUM = 64 * 2**20
#: The same for those with a file alone: whoever sends large ones keeps nobody from posting.
LARGEST_UPLOADS = 64 * 2**20
SEND_SECONDS = 20.0
#: Nearly every answer fits into this much of the system's memory, so that its thread is free before it is read.
SEND_BUFFER = 2**19
#: How long a connection that has had its last answer may take to close.
LINGER_SECONDS = 2.0
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"

_LENGTH = re.compile(rb"(?im)^content-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r?$")
_CHUNKED = re.compile(rb"(?im)^transfer-encoding[ \t]*:")
_MULTIPART = re.compile(rb"(?im)^content-type[ \t]*:[ \t]*multipart/form-data[ \t]*;")
_EXPECTS = re.compile(rb"(?im)^expect[ \t]*:[ \t]*100-continue")


@dataclass(frozen=True)
class Shape:
    """What the header says of the request: how long it is in all, and whether it can be gathered."""

    header: int
    whole: int
    chunked: bool = False
    expects: bool = False
    #: A form that may bring a file; the site says by its address whether it takes one.
    multipart: bool = False

    @property
    def too_large(self) -> bool:
        return self.whole - self.header > (LARGEST_UPLOAD if self.multipart else LARGEST_BODY)

    @property
    def upload(self) -> bool:
        return self.multipart and self.whole - self.header > LARGEST_BODY


def shape_of(data: bytes | bytearray) -> Shape | None:
    """None while the header is not there to its end."""
    end = data.find(b"\r\n\r\n", 0, LARGEST_HEADER)
    if end < 0:
        return None
    header = bytes(data[: end + 2])
    lengths = [int(each) for each in _LENGTH.findall(header)]
    # Several lengths, or one that is no number, are for gunicorn to refuse: it does so by the header alone.
    body = lengths[0] if len(lengths) == 1 else 0
    told = (bool(pattern.search(header)) for pattern in (_CHUNKED, _EXPECTS, _MULTIPART))
    return Shape(end + 4, end + 4 + body, *told)


class BoundedSocket(socket.socket):
    """For the threads: sending takes its time but not for ever, and there is nothing more to receive."""

    def setblocking(self, flag: bool, /) -> None:
        self.settimeout(SEND_SECONDS if flag else 0.0)

    def recv(self, *_sizes: int) -> bytes:
        """Whatever belongs to the request has arrived before; a thread that asks for more is at its end."""
        return b""

    def arrived(self) -> bytes:
        return super().recv(65_536)

    def sendall(self, *what: Any) -> None:
        with _as_reset():
            super().sendall(*what)

    def sendfile(self, *what: Any, **more: Any) -> int:
        with _as_reset():
            return super().sendfile(*what, **more)


@contextmanager
def _as_reset() -> Iterator[None]:
    """To gunicorn, whoever does not read is gone; of a time-out it would log a fault of ours."""
    try:
        yield
    except TimeoutError:
        raise ConnectionResetError(errno.ECONNRESET, "it was not read in time") from None


@dataclass(eq=False)
class Arrival:
    """What a connection has sent of its next request."""

    conn: Any
    #: When it is closed, if the request is not there by then.
    deadline: float
    data: bytearray = field(default_factory=bytearray)
    began: float | None = None
    shape: Shape | None = None
    #: It had its last answer; what it still sends is thrown away.
    lingers: bool = False


class WholeRequests(ThreadWorker):
    """Set `seconds` to how long a header may take, and a body before its least rate counts."""

    seconds = 10.0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._arrivals: set[Arrival] = set()
        self._held = 0
        self._next_look = 0.0

    def accept(self, listener: socket.socket) -> None:
        try:
            accepted, client = listener.accept()
        except OSError as fault:
            if fault.errno in {errno.EMFILE, errno.ENFILE} and self._arrivals:
                # No file is left for one more: whoever has the least time makes room.
                self._close(min(self._arrivals, key=lambda each: each.deadline))
            elif fault.errno not in {errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK}:
                raise
            return
        kind = (accepted.family, accepted.type, accepted.proto)
        bounded = BoundedSocket(*kind, fileno=accepted.detach())
        with suppress(OSError):
            bounded.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        self.nr_conns += 1
        self._wait_for(TConn(self.cfg, bounded, client, listener.getsockname()), self.seconds)

    def finish_request(self, conn: Any, fs: Future[Any]) -> None:
        """The answer is sent: wait for the next request, or for the browser to close."""
        keep = not fs.cancelled() and fs.exception() is None and fs.result()
        if not keep:
            self._part_from(conn)
            return
        left = self.cfg.keepalive if self.alive else LINGER_SECONDS
        self._wait_for(conn, left, begun=conn.parser.unreader.take_buffered())

    def murder_keepalived(self, force: bool = False) -> None:
        """Close whoever is overdue. Called after each event; a look every quarter of a second is enough."""
        now = time.monotonic()
        if not force and now < self._next_look:
            return
        self._next_look = now + 0.25
        for arrival in [each for each in self._arrivals if force or each.deadline <= now]:
            if arrival.data and not arrival.lingers:
                self._refuse(arrival, b"408 Request Timeout")
            else:
                self._close(arrival)

    def _cap_keepalive(self, deadline: float) -> None:
        """The process ends: nobody is waited for beyond this."""
        for arrival in self._arrivals:
            arrival.deadline = min(arrival.deadline, deadline)

    def _wait_for(self, conn: Any, seconds: float, *, begun: bytes = b"", lingers: bool = False) -> None:
        arrival = Arrival(conn, time.monotonic() + seconds, lingers=lingers)
        self._arrivals.add(arrival)
        try:
            # gunicorn may have closed it, after a fault in the middle of an answer.
            conn.sock.setblocking(False)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._on_arrival, arrival))
        except (OSError, ValueError, KeyError):
            self._close(arrival)
            return
        if begun:
            self._take(arrival, begun)

    def _on_arrival(self, arrival: Arrival, _sock: socket.socket) -> None:
        if arrival not in self._arrivals:
            return
        try:
            piece = arrival.conn.sock.arrived()
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            piece = b""
        if not piece:
            self._close(arrival)
        elif not arrival.lingers:
            self._take(arrival, piece)

    def _take(self, arrival: Arrival, piece: bytes) -> None:
        """Put the piece to the others; give the request to a thread if it is whole."""
        now = time.monotonic()
        arrival.data += piece
        self._held += len(piece)
        if arrival.shape is None:
            if arrival.began is None:
                arrival.began, arrival.deadline = now, now + self.seconds
            self._drop_empty_lines(arrival)
            arrival.shape = shape_of(arrival.data)
            if arrival.shape is not None:
                self._on_header(arrival, arrival.shape)
            elif len(arrival.data) >= LARGEST_HEADER:
                self._refuse(arrival, b"431 Request Header Fields Too Large")
        if arrival.shape is not None and arrival in self._arrivals:
            self._on_body(arrival, arrival.shape, now)

    def _drop_empty_lines(self, arrival: Arrival) -> None:
        """Before a request they are nothing; their end is not taken for the end of a header."""
        if arrival.data.startswith((b"\r", b"\n")):
            before = len(arrival.data)
            arrival.data = arrival.data.lstrip(b"\r\n")
            self._held -= before - len(arrival.data)

    def _on_header(self, arrival: Arrival, shape: Shape) -> None:
        if shape.chunked:
            # Its length shows only at its end. Browsers send none, and proxies put the pieces together.
            self._refuse(arrival, b"411 Length Required")
        elif shape.too_large:
            # The site says so itself, by the header alone; what follows is not wanted, nor another request.
            line = arrival.data.find(b"\r\n") + 2
            head = arrival.data[:line] + b"Connection: close\r\n" + arrival.data[line : shape.header]
            self._hand_over(arrival, bytes(head))
        elif shape.expects and len(arrival.data) < shape.whole:
            with suppress(OSError):
                arrival.conn.sock.send(CONTINUE)

    def _on_body(self, arrival: Arrival, shape: Shape, now: float) -> None:
        if len(arrival.data) >= shape.whole:
            self._hand_over(arrival, bytes(arrival.data))
        elif self._is_too_much(shape):
            self._refuse(arrival, b"503 Service Unavailable")
        else:
            came = len(arrival.data) - shape.header
            spared = came / (UPLOAD_RATE if shape.upload else LEAST_RATE)
            arrival.deadline = (arrival.began or now) + self.seconds + spared

    def _is_too_much(self, shape: Shape) -> bool:
        """Whether what is still arriving takes too much memory; forms and files are counted apart."""
        if self._held <= min(LARGEST_SUM, LARGEST_UPLOADS):
            return False
        uploads = sum(len(each.data) for each in self._arrivals if each.shape is not None and each.shape.upload)
        return uploads > LARGEST_UPLOADS if shape.upload else self._held - uploads > LARGEST_SUM

    def _hand_over(self, arrival: Arrival, data: bytes) -> None:
        self._forget(arrival)
        arrival.conn.init()
        arrival.conn.parser.unreader.unread(data)
        self.enqueue_req(arrival.conn)

    def _refuse(self, arrival: Arrival, status: bytes) -> None:
        with suppress(OSError):
            arrival.conn.sock.send(b"HTTP/1.1 " + status + b"\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
        self._forget(arrival)
        self._part_from(arrival.conn)

    def _part_from(self, conn: Any) -> None:
        """It has had its last answer. Closed at once, with bytes of it unread, the answer would be lost."""
        with suppress(OSError):
            conn.sock.shutdown(socket.SHUT_WR)
        self._wait_for(conn, LINGER_SECONDS, lingers=True)

    def _close(self, arrival: Arrival) -> None:
        self._forget(arrival)
        self.nr_conns -= 1
        arrival.conn.close()

    def _forget(self, arrival: Arrival) -> None:
        with suppress(OSError, KeyError, ValueError):
            self.poller.unregister(arrival.conn.sock)
        self._arrivals.discard(arrival)
        self._held -= len(arrival.data)
