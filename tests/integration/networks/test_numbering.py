"""Numbers in a network are given once each, whoever asks at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from app.core.db import db
from app.networks.models import Counter
from app.networks.services import next_number
from tests.people import World


def test_each_kind_in_each_network_counts_for_itself(world: World) -> None:
    s215, mst124 = world.s215.id, world.mst124.id
    assert [next_number(s215, "topic") for _ in range(3)] == [1, 2, 3]
    assert next_number(s215, "action") == 1
    assert next_number(mst124, "topic") == 1


@pytest.mark.slow
def test_people_who_ask_at_once_get_different_numbers(live_app: Flask) -> None:
    network_id = World().s215.id
    db.session.remove()

    def take(_: int) -> int:
        with live_app.app_context():
            number = next_number(network_id, "topic")
            db.session.commit()
            db.session.remove()
            return number

    with ThreadPoolExecutor(6) as pool:
        given = sorted(pool.map(take, range(24)))
    assert given == list(range(1, 25))
    assert db.session.query(Counter.last).filter_by(network_id=network_id, kind="topic").scalar() == 24
