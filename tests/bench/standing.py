"""What waits for one person, over many networks with many topics: how long it takes, and in how many statements. And the
rules tried on a hundred thousand histories.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sqlalchemy import event, insert

from app import create_app
from app.core.actor import Actor
from app.core.db import db
from app.networks.models import LearningNetwork, Membership, Module, Role
from app.standing.queries import waiting_for
from app.topics.models import TrickyTopic
from config import Settings
from tests.bench.server import ROOT
from tests.factories.interventions import a_topic
from tests.people import FRIDAY, IDS, World, build_world
from tests.postgres import new_database

#: Networks, and topics in each.
SIZES = ((2, 10), (20, 10), (2, 1000), (20, 1000))
ROUNDS = 15


def main() -> None:
    print(
        f"\nWhat waits for a moderator\n{'':12}{'networks':>10}{'topics each':>13}{'statements':>12}{'ms':>8}{'ratio':>8}"
    )
    for kind in ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory() as folder:
            measure(kind, Settings(data_dir=Path(folder), database_url="" if kind == "SQLite" else new_database()))
    histories = os.environ | {"HISTORIES": "50000", "WALKS": "300", "TEST_DATABASES": "sqlite"}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:randomly",
        "tests/property/test_standing.py",
        "-k",
        "history or walk",
    ]
    ran = subprocess.run(command, cwd=ROOT, env=histories, capture_output=True, text=True, check=False)
    print(
        f"100,000 random histories of the rules and 300 walks through the services: {ran.stdout.strip().splitlines()[-1]}",
        flush=True,
    )


def measure(kind: str, settings: Settings) -> None:
    app = create_app(settings)
    with app.app_context():
        db.create_all()
        build_world()
        first = a_topic(World())
        db.session.flush()
        like = {each.name: getattr(first, each.name) for each in TrickyTopic.__table__.columns if each.name != "id"}
        networks = [_network(number) for number in range(max(size[0] for size in SIZES))]
        db.session.commit()
        smallest = 0.0
        for count, topics in SIZES:
            _fill(networks[:count], topics, like)
            # An actor of that many networks, as if they were in no other.
            reader = Actor(
                person_id=IDS["marek"], roles={each: frozenset({Role.MODERATOR}) for each in networks[:count]}
            )
            statements, taken = _timed(reader)
            smallest = smallest or taken
            print(f"{kind:12}{count:10}{topics:13}{statements:12}{taken:8.1f}{taken / smallest:8.1f}", flush=True)
        db.session.remove()
        db.engine.dispose()


def _network(number: int) -> int:
    module = Module(code=f"B{number:03}", title="Bench")
    db.session.add(module)
    db.session.flush()
    network = LearningNetwork(
        module_id=module.id, slug=f"b{number:03}", state="active", state_since=FRIDAY, created_at=FRIDAY
    )
    db.session.add(network)
    db.session.flush()
    member = {"network_id": network.id, "person_id": IDS["marek"], "role": Role.MODERATOR, "joined_at": FRIDAY}
    db.session.execute(insert(Membership), member)
    return network.id


def _fill(networks: list[int], topics: int, like: dict[str, object]) -> None:
    """So many topics in each, a third of them open to the moderator."""
    states = ("suggested", "declined", "merged")
    db.session.query(TrickyTopic).filter(TrickyTopic.network_id.in_(networks)).delete()
    rows = [
        {**like, "network_id": network, "number": number, "state": states[number % 3]}
        for network in networks
        for number in range(topics)
    ]
    db.session.execute(insert(TrickyTopic), rows)
    db.session.commit()


def _timed(reader: Actor) -> tuple[int, float]:
    """How many statements, and the median in milliseconds."""
    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", count)
    waiting_for(seen_by=reader)
    event.remove(db.engine, "before_cursor_execute", count)
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        waiting_for(seen_by=reader)
        times.append(1000 * (time.perf_counter() - begin))
    return len(asked), statistics.median(times)
