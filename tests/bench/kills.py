"""SIGKILLs while people write cards and follow a room, through a proxy that answers 502 meanwhile: what was lost, what
came twice, what a browser missed, and how soon everybody had caught up. BENCH_KILLS says how many (10).
"""

from __future__ import annotations

import contextlib
import os
import random
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from app import create_app
from app.core.db import db
from app.workshops.models import Contribution, Workshop, WorkshopEvent
from app.workshops.room.services import moves
from config import Settings
from tests.bench.client import Connection
from tests.bench.follower import Follower, Writer
from tests.bench.rooms import prepare, signed_in
from tests.bench.server import free_port
from tests.people import World
from tests.postgres import new_database
from tests.processes import Site
from tests.proxy import Proxy

KILLS = int(os.environ.get("BENCH_KILLS", "10"))
PEOPLE = 40
NAMES = ("amina", "ben", "tomos")
#: The target: so many seconds after the site is back.
SOON = 5.0
#: A master's children end a second or so after it: an outage may begin as late as this.
LATEST_OUTAGE = 2.5
ROOM = "/networks/s215/workshops/1"
PATIENCE = 180.0


@dataclass
class Kill:
    what: str
    at: float
    #: When pages and streams answered again, and what the log had reached by then.
    back: float = 0.0
    seq: int = 0


@dataclass
class Outcome:
    """What is to be nothing, and what may take its time."""

    kills: list[Kill] = field(default_factory=list)
    cards: int = 0
    events: int = 0
    lost: int = 0
    doubled: int = 0
    never_confirmed: int = 0
    gaps: int = 0
    twice: int = 0
    away: int = 0
    cut: int = 0
    #: Seconds from the site's being back to each browser's being where the log was then.
    caught_up: list[float] = field(default_factory=list)

    @property
    def harm(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in ("lost", "doubled", "never_confirmed", "gaps", "twice")}


def main() -> None:
    print(f"\nKills: {KILLS} SIGKILLs of any process, {PEOPLE} browsers, {len(NAMES)} writers, through a proxy")
    print(
        f"{'':12}{'kills':>6}{'cards':>7}{'lost':>6}{'doubled':>9}{'gaps':>6}{'twice':>7}{'502s':>7}{'cut':>6}"
        f"{'caught up in 5 s':>18}{'p50 s':>7}{'p95 s':>7}{'most s':>8}"
    )
    for kind in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(
                data_dir=Path(folder),
                database_url="" if kind == "SQLite" else new_database(),
                secret_key="only-for-the-bench",
            )
            out = under_fire(settings, KILLS, PEOPLE, rest=SOON + 0.5, seed=random.randrange(10**6))
        times = sorted(out.caught_up)
        share = sum(each <= SOON for each in times) / len(times)
        p50, p95 = (times[int(part * len(times))] for part in (0.5, 0.95))
        print(
            f"{kind:12}{len(out.kills):6}{out.cards:7}{out.lost:6}{out.doubled:9}{out.gaps:6}{out.twice:7}{out.away:7}"
            f"{out.cut:6}{share:18.1%}{p50:7.1f}{p95:7.1f}{times[-1]:8.1f}"
        )
        killed = ", ".join(f"{what} {count}" for what, count in Counter(each.what for each in out.kills).most_common())
        print(f"  {killed}", flush=True)


def under_fire(settings: Settings, kills: int, people: int, *, rest: float, seed: int) -> Outcome:
    """Kill so many processes, each as soon as all is back from the one before and `rest` seconds are over."""
    prepare(settings, 1)
    app = create_app(settings)
    with app.app_context():
        room = db.session.scalars(select(Workshop)).one()
        moves.move_room(World().actor("marek"), room, "next")
        db.session.commit()
        db.session.remove()
    with _site(settings) as (site, proxy):
        cookies = [signed_in(proxy.port, name) for name in NAMES]
        writers = [
            Writer(Connection(proxy.port, cookie), name, ROOM) for name, cookie in zip(NAMES, cookies, strict=True)
        ]
        followers = [Follower(proxy.port, ROOM, cookies[number % len(cookies)]) for number in range(people)]
        watch = Watch(site, app)
        with _busy(app, writers, followers):
            done = [watch.kill(random.Random(seed + number), rest) for number in range(kills)]
            time.sleep(1)
        out = Outcome(done, away=proxy.away)
    with app.app_context():
        _count(out, writers, followers)
        db.session.remove()
        db.engine.dispose()
    return out


@contextlib.contextmanager
def _site(settings: Settings) -> Iterator[tuple[Site, Proxy]]:
    environment = {
        "DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "SECRET_KEY": settings.secret_key,
        "SIGN_IN_LIMIT": "1000 per minute",
    }
    site = Site(environment, stream_port=free_port())
    proxy = Proxy(site.port, site.stream_port)
    proxy.start()
    site.start()
    try:
        yield site, proxy
    finally:
        site.stop()
        proxy.stop()


@contextlib.contextmanager
def _busy(app: Flask, writers: list[Writer], followers: list[Follower]) -> Iterator[None]:
    """People write and follow; at the end the last card is confirmed and everybody has heard of it."""
    written = threading.Event()
    writing = [threading.Thread(target=each.write_until, args=(written,)) for each in writers]
    following = [threading.Thread(target=each.follow) for each in followers]
    for thread in (*writing, *following):
        thread.start()
    try:
        yield
    finally:
        written.set()
        for thread in writing:
            thread.join(PATIENCE)
        last, give_up = seq_of(app), time.monotonic() + PATIENCE
        while time.monotonic() < give_up and any(each.reached < last for each in followers):
            time.sleep(0.1)
        for each in followers:
            each.stop()
        for thread in following:
            thread.join(PATIENCE)


def seq_of(app: Flask) -> int:
    with app.app_context():
        last = db.session.scalar(select(Workshop.seq)) or 0
        db.session.remove()
    return last


@dataclass
class Watch:
    """Kills, and sees when the site is back."""

    site: Site
    app: Flask

    def kill(self, dice: random.Random, rest: float) -> Kill:
        time.sleep(dice.uniform(0.3, 1.3))
        self.site.kill_something(dice)
        kill = Kill(self.site.kills[-1], time.monotonic())
        kill.back, kill.seq, was_up = kill.at, seq_of(self.app), True
        while time.monotonic() < max(kill.at + LATEST_OUTAGE, kill.back + 1) or not was_up:
            up = self._answers(self.site.port, "/healthz") and self._answers(self.site.stream_port, f"{ROOM}/stream")
            if up and not was_up:
                kill.back, kill.seq = time.monotonic(), seq_of(self.app)
            was_up = up
            if time.monotonic() > kill.at + PATIENCE:
                raise RuntimeError(f"the site did not come back after the kill of {kill.what}")
            time.sleep(0.05)
        time.sleep(max(0.0, kill.back + rest - time.monotonic()))
        return kill

    @staticmethod
    def _answers(port: int, path: str) -> bool:
        line = Connection(port, patience=2.0)
        try:
            return line.ask("GET", path)[0] < 500
        except (OSError, ValueError, IndexError):
            return False
        finally:
            line.close()


def _count(out: Outcome, writers: list[Writer], followers: list[Follower]) -> None:
    cards = Counter(db.session.scalars(select(Contribution.text)))
    confirmed = {text for each in writers for text in each.confirmed}
    numbers = list(db.session.scalars(select(WorkshopEvent.seq).order_by(WorkshopEvent.seq)))
    out.cards, out.events = len(confirmed), len(numbers)
    out.lost = len(confirmed - set(cards))
    out.doubled = sum(count - 1 for count in cards.values())
    out.never_confirmed = len(set(cards) - confirmed)
    out.gaps = sum(each.gaps + (each.numbers != numbers) for each in followers)
    out.gaps += numbers != list(range(1, len(numbers) + 1)) or numbers[-1] != db.session.scalar(select(Workshop.seq))
    out.twice = sum(each.twice for each in followers)
    out.cut = sum(each.cut for each in followers)
    out.caught_up = [each.when(kill.seq) - kill.back for kill in out.kills for each in followers]
    out.caught_up = [max(0.0, seconds) for seconds in out.caught_up]


if __name__ == "__main__":
    main()
