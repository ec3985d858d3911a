"""How gunicorn keeps the workshops' rooms live: a process of its own, one thread for each browser that follows a room.

A stream holds its thread for as long as the browser listens, so these are apart from the threads that answer pages.
Each thread costs some 20 KiB while it waits. A machine that limits threads (a container's `pids`, systemd's TasksMax)
needs room for STREAMS_AT_ONCE and a few more.
"""

from __future__ import annotations

import signal
from pathlib import Path
from runpy import run_path
from types import FrameType
from typing import Any

from config import Settings

_settings = Settings.from_environment()

# As the pages are served, but for what follows.
_pages = run_path(str(Path(__file__).with_name("gunicorn.conf.py")))
globals().update({name: value for name, value in _pages.items() if not name.startswith("_")})

bind = f"127.0.0.1:{_settings.stream_port or _settings.port + 1}"
raw_env = ["SERVES_STREAMS=yes"]
# One process reads the log for all rooms; a further one reads it again, and writes to its browsers on another processor.
workers = _settings.stream_workers
# Above the cap a few remain, to tell whoever comes that it is full.
threads = _settings.streams_at_once + 20
# Far above the threads: a connection that only waits to be read counts as well, and at the limit nobody is let in.
worker_connections = 3 * threads
# A process that is replaced drops all its streams; it never is for having answered much.
max_requests = 0
# Streams are told to go and come back; then they close by themselves.
graceful_timeout = 5
keepalive = 5


def post_worker_init(worker: Any) -> None:
    """When the process is asked to end, tell the browsers first, so that they come back one after the other."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        before = signal.getsignal(number)

        def end(signum: int, frame: FrameType | None, before: Any = before) -> None:
            worker.wsgi.extensions["rooms"].say_goodbye()
            before(signum, frame)

        signal.signal(number, end)
    worker.wsgi.extensions["keep_signs"]()
    worker.wsgi.extensions["keep_watch"]()


def worker_exit(_server: Any, worker: Any) -> None:
    """The same when the process ends because its master is gone: its threads would otherwise keep it for minutes."""
    worker.wsgi.extensions["rooms"].say_goodbye()
