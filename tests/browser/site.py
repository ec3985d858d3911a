"""The demo as people meet it (`tests.demo`), served by gunicorn with a worker beside it.

Each test file gets a copy of its folder and servers of its own, so that no file meets what another wrote, and
nothing that a process remembers of other rows: a server is ready in less than a second (see `tests.forked`).
"""

from __future__ import annotations

import http.client
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import TypeVar

from app import create_app
from app.core.db import db
from config import Settings
from tests import forked
from tests.bench.server import ROOT, free_port
from tests.demo import only_ours
from tests.people import World, build_world_that_signs_in

T = TypeVar("T")

PASSWORD = "learning-network"
PATIENCE = 60.0


@dataclass(frozen=True)
class Site:
    """A running demo."""

    url: str
    data_dir: Path
    #: The process that keeps rooms live.
    stream_url: str

    def letters_to(self, who: str) -> list[EmailMessage]:
        """The mails that lie in the data folder for this account of the demo, or for this address."""
        address = who if "@" in who else f"{who}@example.org"
        files = sorted((self.data_dir / "mail").glob("*.eml"))
        letters = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]
        return [letter for letter in letters if letter["To"] == address]


def in_time(found: Callable[[], T]) -> T:
    """What the worker does after the page: asked for until it is there, or patience ends."""
    give_up_at = time.monotonic() + PATIENCE
    while not (answer := found()) and time.monotonic() < give_up_at:
        time.sleep(0.2)
    return answer


def prepared(folder: Path) -> str:
    """What `make site` does in this folder before the servers start; the address it prints, without its origin."""
    environment = {**only_ours(), "DATA_DIR": str(folder), "PORT": str(free_port()), "STREAM_PORT": str(free_port())}
    command = [sys.executable, "-m", "scripts.prepare", "site"]
    said = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    return next("/set-up" + line.partition("/set-up")[2] for line in said.splitlines() if "/set-up?key=" in line)


@contextmanager
def serving(folder: Path, more: dict[str, str] | None = None) -> Iterator[Site]:
    """Gunicorn with one worker of four threads, the streams and the job worker, on this data folder."""
    port, stream_port = free_port(), free_port()
    url, stream_url = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{stream_port}"
    environment = {
        **only_ours(),
        "DATA_DIR": str(folder),
        "PORT": str(port),
        "BASE_URL": url,
        "STREAM_PORT": str(stream_port),
        "STREAM_URL": stream_url,
        "STREAMS_AT_ONCE": "60",
        "STREAMS_PER_PERSON": "60",
        "WEB_WORKERS": "1",
        "WEB_THREADS": "4",
        # Everybody here signs in from one address.
        "SIGN_IN_LIMIT": "10000 per minute",
        **(more or {}),
    }
    commands = {
        "web": ["gunicorn", "-c", str(ROOT / "gunicorn.conf.py"), "wsgi:app"],
        "streams": ["gunicorn", "-c", str(ROOT / "gunicorn.streams.py"), "wsgi:app"],
        "worker": ["flask", "--app", "wsgi", "jobs", "work"],
    }
    with ExitStack() as running:
        for name, command in commands.items():
            running.callback(forked.start(command, environment, folder / f"{name}.log").end)
        _answers(port, folder / "web.log")
        _answers(stream_port, folder / "streams.log")
        yield Site(url, folder, stream_url)


def _answers(port: int, log: Path) -> None:
    give_up_at = time.monotonic() + PATIENCE
    while time.monotonic() < give_up_at:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise RuntimeError(f"The site did not answer:\n{log.read_text()}")


@contextmanager
def inside(folder: Path, database_url: str = "") -> Iterator[None]:
    """The application of this data folder, in this process, with nothing left open afterwards."""
    with create_app(Settings(data_dir=folder, database_url=database_url)).app_context():
        try:
            yield
        finally:
            db.session.remove()
            db.engine.dispose()


def tell_the_cast() -> World:
    """The tests' cast instead of the demo, each with PASSWORD. Call it inside."""
    return build_world_that_signs_in(PASSWORD)
