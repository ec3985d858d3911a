"""A reverse proxy as a server for the public has one: streams go to their process, all else to the pages, and whoever
asks while a process is away is answered 502. Passes on each byte as it comes; one request for each connection.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
import threading
from dataclasses import dataclass, field

AWAY = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 11\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nBad Gateway"
STREAM = re.compile(rb"[A-Z]+ /networks/[^/]+/workshops/\d+/stream[ ?]")
KEEP_ALIVE = re.compile(rb"\r\nConnection:[^\r]*", re.IGNORECASE)


@dataclass
class Proxy:
    pages: int
    streams: int
    port: int = 0
    #: How often it had to say 502.
    away: int = 0
    _loop: asyncio.AbstractEventLoop = field(init=False)
    _end: asyncio.Event = field(init=False)
    _thread: threading.Thread = field(init=False)
    #: Both ends of all that was passed on, those long closed among them.
    _lines: list[asyncio.WriteTransport] = field(default_factory=list)

    def start(self) -> None:
        started = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run(started)), daemon=True)
        self._thread.start()
        started.wait()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()

    async def _run(self, started: threading.Event) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=1000)
        self.port = server.sockets[0].getsockname()[1]
        started.set()
        await self._end.wait()
        server.close()
        await asyncio.sleep(0.1)  # whoever is just being let in has come in by then
        mine = asyncio.current_task()
        serving = [task for task in asyncio.all_tasks() if task is not mine]
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)
        for line in self._lines:
            line.abort()  # closing alone waits for whoever reads no more
        await asyncio.sleep(0.1)  # sockets that were closed just now are let go in the loop's next turn

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._lines.append(writer.transport)
        with (
            contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError),
            contextlib.closing(writer),
        ):
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
            body = await reader.readexactly(int(length[1]) if length else 0)
            await self._pass_on(head, body, reader, writer)

    async def _pass_on(
        self, head: bytes, body: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        port = self.streams if STREAM.match(head) else self.pages
        forth = None
        try:
            back, forth = await asyncio.open_connection("127.0.0.1", port)
            self._lines.append(forth.transport)
            forth.write(KEEP_ALIVE.sub(b"", head)[:-2] + b"Connection: close\r\n\r\n" + body)
            first = await back.read(65536)
        except OSError:
            first = b""
        if forth is None or not first:
            self.away += 1
            if forth is not None:
                forth.close()
            writer.write(AWAY)
            await writer.drain()
            return
        gone = asyncio.ensure_future(reader.read())  # ends when the browser goes, so that its stream is let go as well
        gone.add_done_callback(lambda _done: forth.close())
        try:
            while first:
                writer.write(first)
                await writer.drain()
                first = await back.read(65536)
        finally:
            gone.cancel()
            forth.close()
