"""Many followers and many letters: `python -m tests.bench.letters`, also a part of `make bench`.

What a post to BENCH_FOLLOWERS people (1,000) costs beside one to nobody, in time and in statements; then their letters, handed
to a mail server on this machine by one worker, beside the same letters by the mail library alone. And what is new, counted
with and without places that are muted.
"""

from __future__ import annotations

import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from flask import Flask
from sqlalchemy import event, insert

from app import create_app
from app.accounts.models import AskedMail, Person
from app.core import clock, mail, outbox
from app.core.db import db
from app.core.letter import as_message
from app.core.mail import Letter, SmtpMailer
from app.core.site.mail_server import server_at
from app.forums.models import Discussion, Level, Subscription
from app.forums.reading.queries import new_by_network
from app.forums.services import publish_post, start_discussion
from app.networks.models import Membership, Role
from app.notifications import jobs
from config import Settings
from tests.people import NETWORKS, World, build_world
from tests.postgres import new_database
from tests.smtp_servers import answering, serving

FOLLOWERS = int(os.environ.get("BENCH_FOLLOWERS", "1000"))
POSTS = 40


def main() -> None:
    for kind in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory() as folder, a_mail_server() as port:
            measure(kind, Path(folder), "" if kind == "SQLite" else new_database(), port)


def measure(kind: str, folder: Path, database: str, port: int) -> None:
    address = f"smtp://127.0.0.1:{port}"
    app = create_app(Settings(data_dir=folder, database_url=database, smtp_url=address, testing=True))
    with app.app_context():
        db.create_all()
        build_world()
        world = World()
        alone = start_discussion(world.actor("ben"), world.forum(), "Alone", "So.")
        before = cost(world, alone)
        follow_all(world)
        told = cost(world, alone)
        ratio = told[0] / before[0]
        print(f"\n{kind}: a post to {FOLLOWERS} followers {told[0]:.1f} ms, {told[1]} statements; ", end="")
        print(f"to nobody {before[0]:.1f} ms, {before[1]} statements: {ratio:.2f} times as long")
        per_second, cpu, floor = letters(app, folder, port)
        print(
            f"{kind}: {per_second:.0f} letters a second by one worker (target: 100), {cpu:.1f} ms of its processor each; ",
            end="",
        )
        print(f"the mail library alone {floor:.0f} a second")
        plain, muted = counting(world)
        print(f"{kind}: what is new counted in {plain:.2f} ms; with 20 muted places {muted:.2f} ms")
        db.session.remove()


def follow_all(world: World) -> None:
    """Members who hear of everything in the network, and by mail."""
    at = clock.now()
    people = [
        {"id": 10_000 + each, "email": f"p{each}@example.org", "name": f"P {each}", "created_at": at}
        | {"asked_mail": AskedMail.SETTLED}
        for each in range(FOLLOWERS)
    ]
    here = world.s215.id
    db.session.execute(insert(Person), people)
    db.session.execute(
        insert(Membership),
        [{"network_id": here, "person_id": each["id"], "role": Role.AL, "joined_at": at} for each in people],
    )
    db.session.execute(
        insert(Subscription),
        [{"person_id": each["id"], "network_id": here, "level": Level.EVERYTHING} for each in people],
    )
    db.session.commit()


def cost(world: World, discussion: Discussion) -> tuple[float, int]:
    """Milliseconds of a post with its commit, in the middle, and its statements."""
    seen: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    times = []
    event.listen(db.engine, "before_cursor_execute", note)
    for number in range(POSTS):
        begin = time.perf_counter()
        publish_post(world.actor("ben"), discussion, f"Words {number}.")
        db.session.commit()
        times.append(time.perf_counter() - begin)
    event.remove(db.engine, "before_cursor_execute", note)
    return 1000 * statistics.median(times), round(len(seen) / POSTS)


def letters(app: Flask, folder: Path, port: int) -> tuple[float, float, float]:
    """A second; milliseconds of the processor for each; and a second without the site."""
    while outbox.run_due():
        pass
    mail.use(mail.SiteMailer(folder / "mail", app.config["SECRET_KEY"]))
    with clock.standing_at(clock.now() + timedelta(minutes=31)):
        owed = jobs.owe_asked_mail()
        db.session.commit()
        begin, cpu = time.perf_counter(), time.process_time()
        while outbox.run_due():
            pass
        seconds, cpu = time.perf_counter() - begin, time.process_time() - cpu
    mail.hang_up()
    assert owed >= FOLLOWERS, owed
    assert outbox.failed() == []
    return owed / seconds, 1000 * cpu / owed, floor_of(port, owed)


def floor_of(port: int, many: int) -> float:
    """Letters a second over one connection, without a database and without words to look up."""
    letter = Letter("k", "amina@example.org", "[S215] Alone", "Words.\n" * 20, "<p>Words.</p>" * 20)
    mailer = SmtpMailer(server_at(f"smtp://127.0.0.1:{port}"), "networks@example.org")
    begin = time.perf_counter()
    with mailer.connected() as session:
        for number in range(many):
            session.send_message(as_message(replace(letter, key=f"k{number}"), mailer.sender))
    return many / (time.perf_counter() - begin)


def counting(world: World) -> tuple[float, float]:
    """One count of what is new for the frame, over 500 discussions that all have something."""
    ben, amina = world.actor("ben"), world.actor("amina")
    found = [start_discussion(ben, world.forum(), f"Number {each}", "So.") for each in range(500)]
    db.session.commit()
    plain = in_the_middle(lambda: new_by_network(amina)[NETWORKS["s215"]])
    rows = [{"person_id": world.amina.id, "discussion_id": each.id, "level": Level.MUTE} for each in found[:20]]
    db.session.execute(insert(Subscription), rows)
    db.session.commit()
    return plain, in_the_middle(lambda: new_by_network(amina)[NETWORKS["s215"]])


def in_the_middle(call: Callable[[], object]) -> float:
    times = []
    for _ in range(50):
        begin = time.perf_counter()
        call()
        times.append(1000 * (time.perf_counter() - begin))
    return statistics.median(times)


@contextmanager
def a_mail_server() -> Iterator[int]:
    """In a process of its own, so that it takes none of the worker's time."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield ours.recv()
    finally:
        process.terminate()
        process.join()


def _serve(there: Connection) -> None:
    with serving(answering()) as server:
        there.send(server.port)
        server.over.wait()


if __name__ == "__main__":
    main()
