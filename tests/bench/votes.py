"""Racing votes: `python -m tests.bench.votes`, also a part of `make bench`. Nobody over the budget, totals equal rows.

As many allocations as BENCH_VOTES says (10,000), by six people on eight threads in random order; a third asks for more
than the budget. The room goes on to the discussion in the end, and what it shows is compared with the rows. Then a
fifth as many rankings, put as a whole, a third of them faulty and each sent twice.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections import Counter
from pathlib import Path

from sqlalchemy import func, select

from app import create_app
from app.core.db import db
from app.workshops.models import Ballot, Dot, Method, Workshop
from app.workshops.room.services import moves
from app.workshops.voting.ballot_paper import BallotPaper
from app.workshops.voting.queries.results import results
from config import Settings
from tests.factories.ballots import VOTERS, a_straw_vote, the_round
from tests.factories.boards import loaded
from tests.factories.races import race_of_dots, race_of_votes, stored_dots
from tests.people import World, build_world
from tests.postgres import new_database

VOTES = int(os.environ.get("BENCH_VOTES", "10000"))


def main() -> None:
    for kind in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory() as folder:
            race(kind, Path(folder), "" if kind == "SQLite" else new_database())
        with tempfile.TemporaryDirectory() as folder:
            race_of_rankings(kind, Path(folder), "" if kind == "SQLite" else new_database())


def race(kind: str, folder: Path, database: str) -> None:
    app = create_app(Settings(data_dir=folder, database_url=database, testing=True))
    with app.app_context():
        db.create_all()
        build_world()
        world = World()
        workshop = a_straw_vote(world)
        opened, workshop_id, marek = the_round(workshop), workshop.id, world.actor("marek")
        round_id, items, budget = opened.id, list(opened.items), opened.budget
        actors = [world.actor(name) for name in VOTERS]
        db.session.remove()
        begin = time.perf_counter()
        accepted = race_of_dots(app, workshop_id, actors, items, VOTES, seed=1)
        seconds = time.perf_counter() - begin
        held = stored_dots(round_id)
        over = sum(len(dots) > budget for dots in held.values())
        torn = sum(
            Counter(held.get(person_id or 0, {}).values()) not in [Counter(each) for each in allocations]
            for person_id, allocations in accepted.items()
        )
        moves.move_room(marek, loaded(db.session.get_one(Workshop, workshop_id)), "next")
        db.session.commit()
        found = results(loaded(db.session.get_one(Workshop, workshop_id)), marek, final=False)
        rows = db.session.scalar(select(func.count()).select_from(Dot).where(Dot.round_id == round_id))
        shown = sum(each.points for each in found.scored.values()) if found else 0
        db.session.remove()
        db.engine.dispose()
    taken = sum(map(len, accepted.values())) - len(accepted)
    print(
        f"{VOTES:,} racing allocations on {kind}: {VOTES / seconds:.0f} a second, {taken:,} taken, "
        f"{over} over the budget, {torn} torn, {shown} dots shown of {rows} rows",
        flush=True,
    )


def race_of_rankings(kind: str, folder: Path, database: str) -> None:
    app, votes = create_app(Settings(data_dir=folder, database_url=database, testing=True)), VOTES // 5
    with app.app_context():
        db.create_all()
        build_world()
        world = World()
        workshop = a_straw_vote(world, straw_method=Method.RANK)
        opened, workshop_id = the_round(workshop), workshop.id
        round_id, paper = opened.id, BallotPaper(opened.method, list(opened.items), opened.budget)
        actors = [world.actor(name) for name in VOTERS]
        db.session.remove()
        begin = time.perf_counter()
        accepted = race_of_votes(app, workshop_id, actors, paper, votes, seed=1)
        seconds = time.perf_counter() - begin
        rows = db.session.execute(select(Ballot.person_id, Ballot.choices).where(Ballot.round_id == round_id)).all()
        twice = len(rows) - len({person_id for person_id, _ in rows})
        torn = sum(choices not in accepted[person_id] for person_id, choices in rows)
        db.session.remove()
        db.engine.dispose()
    taken = sum(map(len, accepted.values()))
    print(
        f"{votes:,} racing rankings on {kind}: {votes / seconds:.0f} a second, {taken:,} taken, "
        f"{len(rows)} ballots of {len(VOTERS)} people, {twice} twice, {torn} torn",
        flush=True,
    )


if __name__ == "__main__":
    main()
