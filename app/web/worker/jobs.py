"""The worker: Huey decides when and where; the outbox decides what is owed.

Three stores: SQLite in DATA_DIR (the default), Redis, or the PostgreSQL of DATABASE_URL. A web
process nudges the worker after a commit; a lost nudge costs at most a minute, never the work, and so nothing waits until
the queue is on the disk.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import click
from flask import Flask, current_app
from huey import Huey, RedisHuey, SqliteHuey, crontab

import log_lines
from app.core import clock, mail, outbox
from app.core.db import db
from app.core.language.spoken import speaking
from app.web import transaction
from app.web.commands import CommandGroup
from app.web.language import of_the_site
from app.web.worker import periodic_runs
from app.web.worker.throttle import Throttled
from config import Settings

log = log_lines.logger(__name__)
BEAT = "worker.beat"
#: What is owed within so many seconds is done on the second; later debts are found by the look of each minute.
SOON = 8 * 3600
#: A process tells the worker at most so often that something is owed now.
NUDGE_SECONDS = 0.1


def make_huey(settings: Settings) -> Huey:
    if settings.redis_url:
        return RedisHuey("networks", results=False, url=settings.redis_url)
    if settings.database_address.startswith("postgresql"):
        # Read only here: peewee takes a process 12 MiB, and SQLite's queue needs none of it.
        return Huey(
            "networks",
            storage_class=import_module("app.web.worker.job_tables").PrefixedStorage,
            results=False,
            create_tables=False,  # the worker does: a web process starts, and says what is wrong, while the database is away
            database=settings.database_address.replace("postgresql+psycopg://", "psycopg3://"),
        )
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return SqliteHuey("networks", results=False, filename=str(settings.data_dir / "jobs.db"), fsync=False)


def init_app(app: Flask, settings: Settings) -> None:
    """Give the application its queue, the nudge after each commit, and `flask jobs …`."""
    app.cli.add_command(commands)
    if settings.testing:
        return
    huey = make_huey(settings)
    app.extensions["huey"] = huey

    def drain() -> None:
        with app.app_context(), speaking(of_the_site()):
            while outbox.run_due():
                pass
            mail.hang_up()
            nudge()  # what was done may owe something for later

    task = huey.task(name="drain_outbox")(drain)
    # One for all that was owed meanwhile: the worker does all of it anyway, and each costs a transaction of the queue's.
    now = Throttled(task, NUDGE_SECONDS)

    def nudge() -> None:
        for due_at in db.session().info.pop("owed", ()):
            wait = 0.0 if due_at is None else (due_at - clock.now()).total_seconds()
            if wait <= 0:
                now()
            elif wait <= SOON:
                task.schedule(delay=wait + 0.1)

    transaction.after_commit(nudge)
    huey.periodic_task(crontab(minute="*"), name="drain_outbox_each_minute")(drain)


def periodically(app: Flask, name: str, call: Callable[[], Any], **schedule: str) -> None:
    """Run `call` inside the application on a schedule (huey.crontab's arguments). It must be safe to run twice."""
    # Of what is done each minute, only faults are of interest.
    noted = periodic_runs.plan(name, schedule)
    huey: Huey | None = app.extensions.get("huey")
    if huey is not None:
        run = _inside(app, name, lambda: do_periodic(name, call) if noted else call(), logged=noted)
        huey.periodic_task(crontab(**schedule), name=name)(run)


def do_periodic(name: str, call: Callable[[], Any]) -> None:
    """Do this, and note when, and whether it went well. Commits."""
    periodic_runs.note_begin(name)
    db.session.commit()
    try:
        call()
        periodic_runs.note_end(name)
    except Exception as fault:
        db.session.rollback()
        periodic_runs.note_end(name, fault)
        db.session.commit()
        raise
    db.session.commit()


def apart(app: Flask, name: str, call: Callable[[], Any]) -> Callable[[], Any]:
    """What takes the worker long, beside what is owed: calling this has it done soon, in a thread of its own. It may get
    lost; what is done `periodically` then finds what was to be done.
    """
    huey: Huey | None = app.extensions.get("huey")
    return call if huey is None else huey.task(name=name)(_inside(app, name, call, logged=True))


def _inside(app: Flask, name: str, call: Callable[[], Any], *, logged: bool) -> Callable[[], None]:
    def run() -> None:
        begun = time.perf_counter()
        with app.app_context(), speaking(of_the_site()):
            call()
            db.session.commit()
        if logged:
            log.info("job done", job=name, ms=round(1000 * (time.perf_counter() - begun), 1))

    return run


commands = CommandGroup("jobs", help="The worker and what it owes.")


@commands.command("work")
@click.option("--threads", default=2, show_default=True, help="Jobs done at the same time.")
def work(threads: int) -> None:
    """Do what is owed, until stopped."""
    huey: Huey = current_app.extensions["huey"]
    settings: Settings = current_app.extensions["settings"]
    beat = settings.data_dir / BEAT
    beat.parent.mkdir(parents=True, exist_ok=True)
    if make_tables := getattr(huey.storage, "create_tables", None):
        make_tables()
    consumer = huey.create_consumer(workers=threads, periodic=True, initial_delay=0.1, max_delay=1.0)
    huey.on_startup("beat")(lambda: beat.write_text(f"{os.getpid()} {time.time()}"))
    huey.periodic_task(crontab(minute="*"), name="beat")(lambda: beat.write_text(f"{os.getpid()} {time.time()}"))
    consumer.run()


@commands.command("drain")
def drain_now() -> None:
    """Do what is owed now, and stop."""
    click.echo(f"{outbox.run_due(limit=100_000)} done")


@commands.command("failed")
def failed() -> None:
    """List what could not be done, with the last error."""
    for item in outbox.failed():
        click.echo(f"{item.id}\t{item.kind}\tattempt {item.attempts}\t{item.last_error}")
