"""What comes back to somebody who spends a network's whole month of questions on the real dataset: printed, and held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from random import Random
from typing import Any

import pytest
from flask import Flask

from app.analytics import current_store, queries
from app.analytics.dataset.reading import literal
from app.analytics.disclosure import SMALLEST_AUDIENCE
from app.analytics.measures import MaterialQuery
from app.analytics.measures.figures import Week
from app.analytics.questions.budget import SETS
from app.analytics.questions.models import AskedSites
from app.analytics.store import Store
from app.core.actor import Actor
from app.core.db import db
from app.core.transactions.engine import reading_only
from app.networks.models import LearningNetwork, Module, Presentation, Role
from tests.conftest import DATABASES
from tests.integration.analytics.attacker import Cell, Guesses, by_least_squares, by_pairs
from tests.people import FRIDAY, World

pytestmark = pytest.mark.slow

#: So many points above guessing from how often one, two, three and four occur. Over all cells that hold one to four.
MOST_GAINED = 10


@pytest.fixture(scope="session")
def database_app(app_on: Callable[[str], Flask]) -> Flask:
    """What the store answers does not depend on the database: one is enough."""
    return app_on(DATABASES[0])


@pytest.fixture
def real_figures(app: Flask, oulad_store: Store) -> Iterator[Store]:
    before = current_store.store().data_dir
    current_store.use_store(oulad_store.data_dir)
    yield current_store.store()
    current_store.use_store(before)


def chair_of(code: str, world: World) -> Actor:
    """Dilys chairs a network of this module of the real set, too."""
    module = Module(code=code, title="A module of the real set", credits=60, level=1)
    db.session.add(module)
    db.session.flush()
    db.session.add(Presentation(module_id=module.id, code="2013J", starts_on=date(2013, 10, 1), weeks=38))
    network = LearningNetwork(
        module_id=module.id, slug=code.lower(), state="active", state_since=FRIDAY, created_at=FRIDAY
    )
    db.session.add(network)
    db.session.commit()
    return Actor(person_id=world.dilys.id, name="Dilys", roles={network.id: frozenset({Role.CHAIR})})


def small_cells(store: Store, code: str, presentation: str) -> tuple[dict[Cell, int], dict[int, int]]:
    """The truth: cells that hold one to four active students, and how many students used each site."""
    info = store.catalogue_for(code).info  # type: ignore[union-attr]
    file = literal(str(store.folder_of(info) / "weekly" / f"{code}-{presentation}.parquet"))
    cells = store.query(f"SELECT site, week, count(DISTINCT student) FROM read_parquet({file}) GROUP BY site, week")
    audiences = store.query(f"SELECT site, count(DISTINCT student) FROM read_parquet({file}) GROUP BY site")
    return {(site, week): n for site, week, n in cells if n <= 4}, dict(audiences)


def pairs(each: int, ask: Any, pool: Sequence[int], targets: Sequence[int], dice: Random) -> Guesses:
    return by_pairs(ask, pool, targets[: SETS // 2 // each], dice, each)


def least_squares(ask: Any, pool: Sequence[int], _targets: Sequence[int], dice: Random) -> Guesses:
    return by_least_squares(ask, pool, dice)


@pytest.mark.parametrize("code", ["AAA", "FFF"])
@pytest.mark.parametrize(
    "strategy",
    [partial(pairs, 50), partial(pairs, 5), partial(pairs, 1), least_squares],
    ids=["one site, 50 pairs", "ten sites, 5 pairs each", "fifty sites, a pair each", "least squares"],
)
def test_a_month_of_questions_tells_little_more_than_guessing(
    strategy: Callable[..., Guesses], code: str, real_figures: Store, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    chair, dice = chair_of(code, world), Random(20181006)
    small, audiences = small_cells(real_figures, code, "2013J")
    quiet = sorted(site for site, n in audiences.items() if SMALLEST_AUDIENCE <= n < 3 * SMALLEST_AUDIENCE)
    often = [site for site, _ in Counter(site for site, _ in small).most_common(100)]

    def ask(sites: frozenset[int]) -> Sequence[Week]:
        mapping = MaterialQuery(code, "2013J", sites=tuple(sorted(sites)))
        with reading_only():
            return queries.any_measure(mapping, seen_by=chair).presentations[0].weeks

    guesses = strategy(ask, dice.sample(quiet, min(30, len(quiet))), dice.sample(often, 50), dice)
    spent = db.session.query(AskedSites).filter(AskedSites.counted_at.is_not(None)).count()
    assert SETS - 2 <= spent <= SETS

    usual = Counter(small.values()).most_common(1)[0][0]
    aimed = {cell: number for cell, number in small.items() if cell in guesses}
    hit = sum(min(4, max(1, round(guesses[cell]))) == number for cell, number in aimed.items())
    guessed = sum(number == usual for number in small.values())
    right = hit + sum(number == usual for cell, number in small.items() if cell not in aimed)
    with capsys.disabled():
        print(
            f"\n{code} 2013J, {spent} sets: {right} of {len(small)} cells of 1 to 4 come back "
            f"({100 * right / len(small):.1f}%; guessing {100 * guessed / len(small):.1f}%); "
            f"of the {len(aimed)} aimed at {hit} ({100 * hit / max(len(aimed), 1):.0f}%)"
        )
    assert 100 * (right - guessed) / len(small) <= MOST_GAINED
