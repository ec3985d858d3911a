"""`seed demo`: three invented networks, told step by step through the ordinary services.

The demo never loads into a database that holds other people. A second run finds everything there
and does nothing. Mail that the story would have sent is marked as sent: nobody reads it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from flask import current_app
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from sqlalchemy import func, select, update

from app.accounts.models import Person
from app.analytics import cli as datasets
from app.analytics import current_store
from app.analytics.demo.generate import ATTRIBUTION, SET_NAME, SOURCE, generate
from app.core import clock, outbox
from app.core.db import db
from app.core.errors import Refused
from app.core.outbox import OutboxItem
from app.demo.content_files import NETWORKS, NOW, content_of, moment
from app.demo.people import Cast, make_members
from app.demo.script import Script, Step
from app.demo.timeline import run as tell
from app.demo.visits import read_by_some
from app.forums.services import ensure_forums
from app.networks.models import LearningNetwork, Module
from app.networks.services import ensure_module, ensure_presentation, open_network_for
from app.notifications.listeners.forums import TELL
from app.notifications.models import Notice
from app.planner.services import keep_planner
from app.planner.table.reading import read_planner


def seed_demo(*, quiet: bool = False) -> bool:
    """Load the demo; False if it is there already. Commits network by network."""
    require_no_other_people()
    there = set(db.session.scalars(select(LearningNetwork.slug)))
    db.session.rollback()
    missing = [slug for slug in NETWORKS if slug not in there]
    if not missing and current_store.store().dataset_for("S215"):
        return False
    settings = current_app.extensions["settings"]
    clock.set_back_to(NOW, settings.data_dir)
    with Progress(TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), disable=quiet) as bars:
        for slug in missing:
            _tell_network(slug, settings.demo_password, partial(bars.track, description=slug))
    _import_figures(quiet=quiet)
    _close_the_past()
    return True


def require_no_other_people() -> None:
    others = db.session.scalar(select(func.count()).select_from(Person).where(Person.is_demo.is_(False)))
    if others:
        raise Refused(
            f"This database holds {others} people who are not of the demo, so the demo is not loaded into it."
        )


def _tell_network(slug: str, password: str, track: Callable[[list[Step]], Iterable[Step]]) -> None:
    told = content_of(slug)
    with clock.standing_at(moment(told["opened"])):
        module = ensure_module(told["code"], told["title"], told["credits"], told["level"])
        for run in told["presentations"]:
            ensure_presentation(module, run["code"], run["starts"], run["weeks"])
        network = open_network_for(None, told["code"], title=told["title"], is_demo=True)
        make_members(network, told, password)
        _keep_planners(network, module, told)
        ensure_forums(network.id)
    script = Script(network, told, Cast(network))
    tell(script)
    for instant, do in track(script.in_order()):
        with clock.standing_at(instant):
            do()
            outbox.do_now(TELL)  # who followed then
    db.session.commit()


def _keep_planners(network: LearningNetwork, module: Module, told: dict[str, Any]) -> None:
    chair = Cast(network)["chair"]
    for run in (each for each in told["presentations"] if "planner" in each):
        presentation = ensure_presentation(module, run["code"], run["starts"], run["weeks"])
        keep_planner(chair, network, presentation, read_planner(run["planner"], run["weeks"]))


def _import_figures(*, quiet: bool) -> None:
    """The invented figures go through the importer that takes the real ones."""
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder))
        datasets.take_in(Path(folder), set_name=SET_NAME, source=SOURCE, attribution=ATTRIBUTION, quiet=quiet)


def _close_the_past() -> None:
    """What the story's mails said has been said; what is older than a week has been read.

    What is due later stays owed: a workshop that is open goes on into its ballot at its time.
    """
    past = clock.now()
    db.session.execute(
        update(OutboxItem)
        .where(OutboxItem.done_at.is_(None), OutboxItem.due_at <= past, OutboxItem.kind.not_like("search.%"))
        .values(done_at=past, due_at=past)
    )
    db.session.execute(update(Notice).where(Notice.mailed_at.is_(None)).values(mailed_at=past))
    db.session.execute(
        update(Notice)
        .where(Notice.created_at < moment("2018-07-16 00:00"), Notice.read_at.is_(None))
        .values(read_at=past)
    )
    read_by_some()
    db.session.commit()
