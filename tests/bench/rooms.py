"""Workshops with many browsers: how long from a change to every browser, and how long the change itself takes.

Client and server share this machine. BENCH_BREAK=yes goes on after that with more browsers and more changes until a
target is missed, and says where that was.
"""

from __future__ import annotations

import os
import resource
import shutil
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from app import create_app
from app.core.db import db
from app.workshops.room.services import moves
from config import Settings
from tests.bench.browsers import SECONDS, Measured, measure
from tests.bench.client import Connection
from tests.bench.server import free_port
from tests.factories.workshops import a_workshop
from tests.people import build_world_that_signs_in
from tests.postgres import new_database
from tests.processes import Site
from tests.redis_server import running_redis

ROOMS = 4
PEOPLE = int(os.environ.get("BENCH_PEOPLE", "150"))
PER_SECOND = 10.0
PASSWORD = "four words that differ"
NAMES = ("amina", "ben", "tomos", "marek")
TARGETS = {"heard": 500, "answered": 250}
#: People in a room and changes a second in it: first more of the ones, then more of the others.
MORE_PEOPLE = ((225, 10.0), (300, 10.0), (375, 10.0), (450, 10.0), (600, 10.0))
MORE_CHANGES = ((150, 20.0), (150, 30.0), (150, 40.0))
HEAD = (
    f"{'':34}{'streams':>8}{'refused':>8}{'events/s':>9}{'heard p50':>10}{'p95':>6}{'p99':>6}"
    f"{'answer p95':>11}{'missing':>8}{'MiB':>6}"
)


@dataclass(frozen=True)
class Setup:
    """What the site stands on."""

    database: str
    bus: str = "poll"
    stream_workers: int = 1
    streams_at_once: int = 900

    def __str__(self) -> str:
        bus = {"poll": "", "postgres": ", notify", "redis": " and Redis"}[self.bus]
        more = f", {self.stream_workers} for streams" if self.stream_workers > 1 else ""
        return f"{self.database}{bus}{more}"


SETUPS = (
    Setup("SQLite"),
    Setup("PostgreSQL"),
    Setup("PostgreSQL", "postgres"),
    Setup("PostgreSQL", "redis"),
    Setup("PostgreSQL", "redis", stream_workers=2),
)


def main() -> None:
    """Print a line for each set-up: targets are 500 ms to the browser and 250 ms to the answer (95th percentiles)."""
    print(
        f"\nRooms: {ROOMS} of {PEOPLE} people, {PER_SECOND:.0f} changes a second in each, for {SECONDS} seconds; in ms."
    )
    print("Two processes for pages; MiB are those of all the site's processes, and of Redis where there is one.")
    print(HEAD)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    for setup in SETUPS:
        if setup.bus == "redis" and shutil.which("redis-server") is None:
            print(f"{setup!s:34}not measured: no redis-server on this machine")
            continue
        run(setup, PEOPLE, PER_SECOND)
    if os.environ.get("BENCH_BREAK") == "yes":
        for setup in (Setup("SQLite", streams_at_once=4000), Setup("PostgreSQL", "postgres", streams_at_once=4000)):
            find_the_break(setup)


def find_the_break(setup: Setup) -> None:
    for what, steps in (("browsers", MORE_PEOPLE), ("changes", MORE_CHANGES)):
        for people, per_second in steps:
            missed = run(setup, people, per_second)
            if missed:
                print(f"  {setup} with more {what} breaks at {ROOMS * people} streams and {per_second:.0f}/s: {missed}")
                break
        else:
            print(f"  {setup} with more {what} does not break up to here")


def run(setup: Setup, people: int, per_second: float) -> str:
    """Measure once, print the line; which targets were missed, in words."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        redis = stack.enter_context(running_redis()) if setup.bus == "redis" else None
        environment = {
            "DATA_DIR": str(folder),
            "DATABASE_URL": "" if setup.database == "SQLite" else new_database(),
            "REDIS_URL": redis.url if redis else "",
            "ROOM_BUS": setup.bus,
            "STREAM_WORKERS": str(setup.stream_workers),
            "STREAMS_AT_ONCE": str(setup.streams_at_once),
            # A handful of people with very many browsers each.
            "STREAMS_PER_PERSON": str(setup.streams_at_once),
            "STREAMS_PER_NETWORK": str(setup.streams_at_once),
            "SECRET_KEY": "only-for-the-bench",
            "SIGN_IN_LIMIT": "1000 per minute",
        }
        prepare(Settings.from_environment(environment), ROOMS)
        site = Site(environment, stream_port=free_port())
        site.start()
        stack.callback(site.stop)
        cookies = [signed_in(site.port, name) for name in NAMES]
        rooms = dict.fromkeys(range(1, ROOMS + 1), cookies)
        found = measure(site.port, site.stream_port, rooms, each=people, per_second=per_second)
        memory = site.memory_mib() + (redis.memory_mib() if redis else 0)
    print(f"{setup!s:34}{_line(found)}{memory:6.0f}", flush=True)
    return _missed(found, per_second)


def _line(found: Measured) -> str:
    ms, rate = Measured.percentile, len(found.answered) / SECONDS
    heard = "".join(f"{ms(found.heard, share):{width}.0f}" for share, width in ((0.5, 10), (0.95, 6), (0.99, 6)))
    return f"{found.streams:8}{found.refused:8}{rate:9.1f}{heard}{ms(found.answered, 0.95):11.0f}{found.missing:8}"


def _missed(found: Measured, per_second: float) -> str:
    said = {
        f"{found.refused} refused": found.refused > 0,
        f"{found.missing} missing": found.missing > 0,
        "to a browser": Measured.percentile(found.heard, 0.95) > TARGETS["heard"],
        "to the answer": Measured.percentile(found.answered, 0.95) > TARGETS["answered"],
        "fewer changes than asked for": len(found.answered) < 0.8 * ROOMS * per_second * SECONDS,
    }
    return ", ".join(words for words, so in said.items() if so)


def prepare(settings: Settings, rooms: int) -> None:
    """A database with so many live meetings, in which all of NAMES take part."""
    app = create_app(settings)
    with app.app_context():
        world = build_world_that_signs_in(PASSWORD)
        for _ in range(rooms):
            made = a_workshop(world, "collecting", people=tuple(name for name in NAMES if name != "marek"))
            moves.step(world.actor("marek"), made, "start")
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def signed_in(port: int, name: str) -> str:
    """A session's cookie, as soon as the site answers."""
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


if __name__ == "__main__":
    main()
