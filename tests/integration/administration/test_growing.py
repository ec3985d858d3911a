"""From SQLite to PostgreSQL with everything that the demo has; and a backup that is taken while many write."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
from sqlalchemy import MetaData, select

from app.administration.backup.making import back_up
from app.administration.backup.restoring import restore
from app.core.db import db
from app.forums.models import Post
from app.forums.services import publish_post
from tests.conftest import DATABASES
from tests.demo import copy_demo
from tests.integration.administration.conftest import MIGRATIONS, OwnSite, settings_of, speak, titles
from tests.people import World
from tests.postgres import new_database

New = Callable[..., OwnSite]
pytestmark = pytest.mark.slow
WRITERS = 6
LAST_RELEASE = (Path(MIGRATIONS) / "released.txt").read_text(encoding="utf-8").split()[-1]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> OwnSite:
    """The demo as it is told, and a few rows that point to each other and to themselves."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    copy_demo(tmp_path_factory, "sqlite", folder)
    (folder / "clock.json").unlink()  # this process keeps its own time
    site = OwnSite(settings_of(folder, ""))
    with site.open():
        posts = db.session.scalars(select(Post).order_by(Post.id).limit(2)).all()
        posts[0].reply_to_id, posts[1].reply_to_id = posts[1].id, posts[0].id
        db.session.commit()
    return site


@pytest.mark.skipif(len(DATABASES) < 2, reason="needs both databases")
def test_the_demo_grows_row_for_row(demo: OwnSite, tmp_path: Path) -> None:
    there = OwnSite(settings_of(tmp_path, new_database()))
    with demo.open():
        made = back_up(demo.settings, tmp_path / "a.tar.gz")
    with there.open():
        restored = restore(there.settings, tmp_path / "a.tar.gz")
    expected = demo.rows()
    assert sum(map(len, expected.values())) > 3000
    assert sum(bool(rows) for rows in expected.values()) > 40
    assert there.rows() == expected
    # What is searched is written anew where it comes to.
    derived = {"alembic_version"} | {name for name in made.manifest.rows if name.startswith("search_")}
    told = {name: many for name, many in made.manifest.rows.items() if name not in derived}
    assert {name: many for name, many in restored.rows.items() if name not in derived} == told
    there.type_("search", "rebuild")
    said = there.type_("site", "check")[1]
    assert said.count("in order.") == 6
    assert "What is owed: not in order." in said  # the demo owes its index, and nobody worked here
    with there.open():
        before = len(db.session.scalars(select(Post.id)).all())
        discussion = db.session.scalars(select(Post).limit(1)).one().discussion_id
        db.session.add(_another(discussion))
        db.session.commit()
        assert len(db.session.scalars(select(Post.id)).all()) == before + 1


def _another(discussion_id: int) -> Post:
    last = db.session.scalars(select(Post).where(Post.discussion_id == discussion_id).order_by(-Post.position)).first()
    assert last is not None
    kept = {column.name: getattr(last, column.name) for column in Post.__table__.columns if column.name != "id"}
    return Post(**{**kept, "position": last.position + 1})


@pytest.mark.skipif(len(DATABASES) < 2, reason="needs both databases")
def test_growing_in_the_same_folder_keeps_the_keys_of_what_is_open(new_site: New, tmp_path: Path) -> None:
    site = new_site("sqlite", people=True)
    keys = site.settings.keys_home
    keys.mkdir()
    (keys / "round-1.key").write_bytes(b"k" * 32)
    site.type_("site", "backup", str(tmp_path / "a.tar.gz"))
    grown = OwnSite(replace(site.settings, database_url=new_database()))
    code, said = grown.type_("site", "restore", str(tmp_path / "a.tar.gz"))
    assert code == 0, said
    assert (keys / "round-1.key").read_bytes() == b"k" * 32
    assert grown.rows() == site.rows()


@pytest.mark.parametrize("kind", DATABASES)
def test_what_was_acknowledged_before_a_backup_began_is_in_it(kind: str, new_site: New, tmp_path: Path) -> None:
    site, there = new_site(kind, people=True), new_site(kind)
    said: list[str] = []
    stop, faults = threading.Event(), []
    with site.open() as app:

        def write(number: int) -> None:
            try:
                with app.app_context():
                    for count in range(10_000):
                        if stop.is_set():
                            return
                        publish_post(World().actor("ben"), speak(f"Said by {number}, {count}"), "Me too.")
                        db.session.commit()
                        said.append(f"Said by {number}, {count}")
                        db.session.remove()
            except BaseException as fault:
                faults.append(fault)
                raise

        threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
        for thread in threads:
            thread.start()
        while len(said) < 2 * WRITERS and not faults:
            stop.wait(0.01)
        before = list(said)
        back_up(site.settings, tmp_path / "a.tar.gz")
        while len(said) < len(before) + WRITERS and not faults:
            stop.wait(0.01)
        stop.set()
        for thread in threads:
            thread.join()
    assert faults == []
    with there.open():
        restore(there.settings, tmp_path / "a.tar.gz")
    with there.open():
        kept = titles()
    assert set(before) <= set(kept)
    assert len(kept) < 1 + len(said)
    there.type_("search", "rebuild")
    code, words = there.type_("site", "check")
    assert code == 0, words


@pytest.mark.parametrize("kind", DATABASES)
def test_the_demo_survives_the_way_to_the_last_releases_tables_and_back(
    kind: str, demo: OwnSite, tmp_path: Path
) -> None:
    site = OwnSite(settings_of(tmp_path, "" if kind == "sqlite" else new_database()))
    with demo.open():
        back_up(demo.settings, tmp_path / "a.tar.gz")
    with site.open():
        restore(site.settings, tmp_path / "a.tar.gz")
        flask_migrate.downgrade(directory=MIGRATIONS, revision=LAST_RELEASE)
        released = MetaData()
        released.reflect(db.engine)
        before = contents(released)
        flask_migrate.upgrade(directory=MIGRATIONS)
        assert contents(released) == before
    assert sum(map(len, before.values())) > 3000
    site.type_("search", "rebuild")
    assert "fits together" in site.type_("site", "check")[1]


#: Columns that another took the place of since, with what they said in it.
REPLACED = {("subscription", "wanted")}


def contents(tables: MetaData) -> dict[str, list[Any]]:
    """Every row, as far as these tables and columns go."""
    found = {}
    with db.engine.connect() as connection:
        for table in tables.sorted_tables:
            if table.name != "alembic_version":
                columns = [each for each in table.columns if (table.name, each.name) not in REPLACED]
                rows = connection.execute(select(*columns).order_by(*table.primary_key.columns))
                found[table.name] = [repr(tuple(row)) for row in rows]
    return found
