"""SIGKILL while people write cards and follow the room through a proxy: nothing acknowledged is lost, nothing comes
twice, nobody misses anything, and everybody catches up. KILLS says how often; the bench does it oftener and with times.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from config import Settings
from tests.bench.kills import under_fire
from tests.conftest import DATABASES
from tests.postgres import new_database

KILLS = int(os.environ.get("KILLS", "5"))


@pytest.mark.slow
@pytest.mark.parametrize("database", DATABASES)
def test_a_room_under_fire_loses_nothing(database: str, tmp_path: Path) -> None:
    address = "" if database == "sqlite" else new_database()
    settings = Settings(data_dir=tmp_path, database_url=address, secret_key="only-for-tests", testing=True)
    out = under_fire(settings, KILLS, people=9, rest=0.5, seed=11)
    assert out.harm == dict.fromkeys(out.harm, 0)
    assert len(out.kills) == KILLS
    assert out.cards > KILLS, "the writers never got through"
    assert out.cut > 0, "no stream was ever cut"
    assert out.away > 0, "the proxy always found everybody"
    assert max(out.caught_up) < float("inf"), "somebody never caught up"
