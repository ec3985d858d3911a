"""A small load generator: some threads, each with one kept-alive connection, on the same machine."""

from __future__ import annotations

import re
import secrets
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
Make = Callable[[int], tuple[str, str, dict[str, str] | None]]


@dataclass
class Connection:
    """HTTP/1.1 by hand: a library's client would cost more than the pages that are measured."""

    port: int
    cookie: str = ""
    #: Seconds to wait for an answer.
    patience: float = 30.0
    _socket: socket.socket | None = None
    _buffer: bytes = b""

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
        body = urlencode(form).encode() if form is not None else b""
        head = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"Cookie: {self.cookie}"]
        if form is not None:
            head += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        try:
            return self._exchange("\r\n".join(head).encode() + b"\r\n\r\n" + body)
        except OSError:  # the server closed an idle connection
            self.close()
            return self._exchange("\r\n".join(head).encode() + b"\r\n\r\n" + body)

    def send_file(self, path: str, form: dict[str, str], name: str, held: bytes) -> tuple[int, dict[str, str], bytes]:
        """A form with this file in its field "file"."""
        parts = [
            f'--x\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{text}\r\n'.encode()
            for field, text in form.items()
        ]
        parts += [f'--x\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode(), held]
        body = b"".join([*parts, b"\r\n--x--\r\n"])
        head = [f"POST {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"Cookie: {self.cookie}"]
        head += ["Content-Type: multipart/form-data; boundary=x", f"Content-Length: {len(body)}"]
        self.close()
        return self._exchange("\r\n".join(head).encode() + b"\r\n\r\n" + body)

    def _exchange(self, request: bytes) -> tuple[int, dict[str, str], bytes]:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=self.patience)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._buffer = b""
        self._socket.sendall(request)
        while b"\r\n\r\n" not in self._buffer:
            self._more()
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        length = int(headers.get("content-length", 0))
        while len(self._buffer) < length:
            self._more()
        body, self._buffer = self._buffer[:length], self._buffer[length:]
        if headers.get("connection", "").lower() == "close":
            self.close()
        self._keep_cookies(lines)
        return int(lines[0].split()[1]), headers, body

    def close(self) -> None:
        """Let go of the socket; the next request opens another."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _more(self) -> None:
        assert self._socket is not None
        received = self._socket.recv(65536)
        if not received:
            raise ConnectionError
        self._buffer += received

    def _keep_cookies(self, lines: list[str]) -> None:
        for line in lines:
            if line.lower().startswith("set-cookie: session="):
                self.cookie = line.split(": ", 1)[1].split(";", 1)[0]

    def token(self, path: str) -> str:
        """A CSRF token from the page at `path`."""
        found = TOKEN.search(self.ask("GET", path)[2].decode())
        assert found, f"no token on {path}"
        return found[1]

    def sign_in(self, email: str, password: str) -> None:
        form = {"csrf_token": self.token("/sign-in"), "email": email, "password": password}
        status, _, _ = self.ask("POST", "/sign-in", form | {"form_key": secrets.token_hex(8)})
        assert status in {302, 303}, f"sign-in answered {status}"


@dataclass
class Times:
    """What a run of one kind of request cost."""

    seconds: list[float] = field(default_factory=list)
    wall: float = 0.0
    size: int = 0
    faults: int = 0

    @property
    def per_second(self) -> float:
        return len(self.seconds) / self.wall

    def percentile(self, share: float) -> float:
        """In milliseconds."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def load(port: int, cookie: str, make: Make, *, seconds: float = 6.0, threads: int = 8) -> Times:
    """Ask what `make(n)` says (method, path, form) from `threads` connections for some seconds, after a warm-up."""
    times, lock, counter = Times(), threading.Lock(), iter(range(10**9))
    until = time.perf_counter() + seconds

    def work() -> None:
        connection, own = Connection(port, cookie), []
        while time.perf_counter() < until:
            method, path, form = make(next(counter))
            begin = time.perf_counter()
            status, _, body = connection.ask(method, path, form)
            own.append(time.perf_counter() - begin)
            times.faults += status >= 400
            times.size = max(times.size, len(body))
        with lock:
            times.seconds += own

    begin = time.perf_counter()
    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    times.wall = time.perf_counter() - begin
    return times
