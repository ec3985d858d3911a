"""`make bench` measures with the same server as `make run`: what it compares with must be servable by it too."""

from __future__ import annotations

from pathlib import Path
from urllib.request import urlopen

from sqlalchemy import create_engine, text

from tests.bench.server import serving


def test_the_bare_page_beside_ours_is_served_as_ours_are(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'floor.db'}"
    with (engine := create_engine(address)).begin() as connection:
        connection.execute(text("CREATE TABLE discussion (id INTEGER, post_count INTEGER)"))
        connection.execute(text("CREATE TABLE post (position INTEGER, body_html TEXT, discussion_id INTEGER)"))
        connection.execute(text("INSERT INTO discussion VALUES (1, 20)"))
        connection.execute(text("INSERT INTO post VALUES (7, '<p>Moles</p>', 1)"))
    engine.dispose()
    with (
        serving("tests.bench.floor:app", {"FLOOR_DATABASE": address}) as server,
        urlopen(f"http://127.0.0.1:{server.port}/", timeout=10) as answer,
    ):
        assert "<h2>7</h2><p>Moles</p>" in answer.read().decode()
