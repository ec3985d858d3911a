"""Many people voting at the same moment, each in a transaction of their own, as requests do."""

from __future__ import annotations

import random
import secrets
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import DomainError
from app.workshops.models import Dot, Method, Workshop
from app.workshops.voting.ballot_paper import BallotPaper, Choices
from app.workshops.voting.services.straw_vote import put_dots, put_vote

Allocation = dict[int, int]


def attempt(app: Flask, workshop_id: int, call: Callable[[Workshop], Any], times: int = 6) -> bool:
    """Whether it was accepted: committed, or refused and rolled back.

    SQLite gives its one lock to whoever asks at the right moment, and on a busy machine somebody waits too long: then
    it is sent again, as a browser does.
    """
    with app.app_context():
        try:
            call(db.session.get_one(Workshop, workshop_id))
            db.session.commit()
        except DomainError:
            db.session.rollback()
            return False
        except OperationalError as busy:
            db.session.rollback()
            if times <= 1 or "database is locked" not in str(busy):
                raise
        else:
            return True
        finally:
            db.session.remove()
    return attempt(app, workshop_id, call, times - 1)


def all_at_once(calls: Iterable[Callable[[], Any]], threads: int = 8) -> list[Any]:
    with ThreadPoolExecutor(threads) as pool:
        return [each.result() for each in [pool.submit(call) for call in calls]]


def race_of_dots(
    app: Flask, workshop_id: int, actors: list[Actor], items: list[int], attempts: int, seed: int
) -> dict[int | None, list[Allocation]]:
    """So many allocations by these people in random order, every third of them over the budget; what was accepted."""
    accepted: dict[int | None, list[Allocation]] = {actor.person_id: [{}] for actor in actors}

    def put(number: int) -> None:
        dice = random.Random(f"{seed}.{number}")
        actor, dots = dice.choice(actors), dice.choice((2, 5, 8))
        wanted = dict(Counter(dice.choices(items, k=dots)))
        if attempt(app, workshop_id, lambda workshop: put_dots(actor, workshop, wanted)):
            accepted[actor.person_id].append(wanted)

    all_at_once([partial(put, number) for number in range(attempts)])
    return accepted


def race_of_votes(
    app: Flask, workshop_id: int, actors: list[Actor], paper: BallotPaper, attempts: int, seed: int
) -> dict[int | None, list[Choices]]:
    """So many rankings or ratings as a whole, a third of them faulty, some sent twice; what was accepted of each."""
    accepted: dict[int | None, list[Choices]] = {actor.person_id: [] for actor in actors}

    def put(number: int) -> None:
        dice = random.Random(f"{seed}.{number // 2}")  # two of a number: a double click, or the same in two tabs
        actor, size = dice.choice(actors), dice.randint(1, min(paper.budget, len(paper.items)))
        themes = dice.sample(list(paper.items), size)
        ranks = [[theme, place] for place, theme in enumerate(themes, 1)]
        wanted = ranks if paper.method is Method.RANK else [[theme, dice.randint(1, 9)] for theme in themes]
        if dice.random() < 1 / 3:
            wanted = [*wanted, [themes[0], 99]]
        if attempt(app, workshop_id, lambda workshop: put_vote(actor, workshop, wanted)):
            accepted[actor.person_id].append(wanted)

    all_at_once([partial(put, number) for number in range(attempts)])
    return accepted


def stored_dots(round_id: int) -> dict[int, dict[int, int]]:
    """Each person's numbered dots: number → theme."""
    held: dict[int, dict[int, int]] = {}
    for person_id, number, theme_id in db.session.execute(
        select(Dot.person_id, Dot.dot_no, Dot.theme_id).where(Dot.round_id == round_id)
    ):
        held.setdefault(person_id, {})[number] = theme_id
    return held


def new_key() -> str:
    return secrets.token_hex(16)
