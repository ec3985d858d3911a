"""How gunicorn serves the site: threads in a few processes, on this machine only; a thread for whole requests only.

Threads (gthread) and not greenlets: a SQLite connection that waits for a lock blocks its thread, and with greenlets
that would be the whole process. Nothing is loaded before the fork, because neither SQLite nor DuckDB survives one.
"""

from __future__ import annotations

import contextlib
import ctypes
from pathlib import Path
from typing import Any

import log_lines
from config import Settings
from whole_requests import WholeRequests

_settings = Settings.from_environment()
_shared_memory = Path("/dev/shm")  # noqa: S108 - the system's own place for it, not a file of ours

# A server for the public puts a reverse proxy in front, or says `--bind` itself.
bind = f"127.0.0.1:{_settings.port}"
WholeRequests.seconds = _settings.request_seconds
worker_class = WholeRequests
workers = _settings.web_workers
threads = _settings.web_threads
preload_app = False

# A page that takes half a minute is a fault; the process is replaced and the reason logged.
timeout = 30
# How long a request under way may take to finish after Ctrl-C.
graceful_timeout = 10
# Longer than the pause between one click and the next, so that a reader keeps the connection.
keepalive = 20
# The sign of life is a file touched every second; in memory no slow disk can make a worker look dead.
worker_tmp_dir = str(_shared_memory) if _shared_memory.is_dir() else None
# Nobody needs a console into the running server.
control_socket_disable = True
accesslog = None
errorlog = "-"
loglevel = "info"
# As the site writes its own lines (log_lines.py), which name no visitor.
logconfig_dict = log_lines.configuration(_settings.log_format)

# glibc gives each thread an arena of its own and hardly ever gives one back: with two, a worker that has answered
# everything for a while is some 20 MiB smaller and no slower. Elsewhere (musl, macOS) there is nothing to set.
M_ARENA_MAX = -8
with contextlib.suppress(AttributeError, OSError):
    ctypes.CDLL(None).mallopt(M_ARENA_MAX, 2)


def post_worker_init(worker: Any) -> None:
    """The process is ready to answer: it says so every few seconds, which is how an outage is noticed afterwards; and it
    looks after the site in turn with the others.
    """
    # Other applications are served with this file too, such as the bare page that `make bench` measures beside ours.
    for begin in ("keep_signs", "keep_watch"):
        if begin in worker.wsgi.extensions:
            worker.wsgi.extensions[begin]()
