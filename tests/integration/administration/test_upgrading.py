"""A release's migration on the database of the one before: with a backup first, and the way back when something fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import flask_migrate
import pytest
from alembic.script import ScriptDirectory
from flask import Flask

from app.administration.backup import versions
from app.core.db import db
from config import Settings
from scripts.prepare import prepare, prepare_site
from tests.conftest import DATABASES
from tests.integration.administration.conftest import MIGRATIONS, OwnSite
from tests.integration.administration.test_backup_and_restore import WAYS

New = Callable[..., OwnSite]
pytestmark = pytest.mark.slow
#: Some steps before this software.
FORMER = [each.revision for each in ScriptDirectory(MIGRATIONS).walk_revisions()][2]


def go_back(site: OwnSite) -> OwnSite:
    """As a former version of this software left it."""
    with site.open():
        flask_migrate.downgrade(directory=MIGRATIONS, revision=FORMER)
    return site


@pytest.mark.parametrize("way", WAYS, ids="-".join)
def test_a_backup_of_a_former_version_is_brought_up_to_this_one(
    way: tuple[str, str], new_site: New, tmp_path: Path
) -> None:
    here, there = new_site(way[0], people=True), new_site(way[1])
    code, said = go_back(here).type_("site", "backup", str(tmp_path / "a.tar.gz"))
    assert code == 0, said
    code, said = there.type_("site", "restore", str(tmp_path / "a.tar.gz"))
    assert code == 0, said
    here.type_("db", "upgrade")
    assert there.rows() == here.rows()
    there.type_("search", "rebuild")
    assert there.type_("site", "check")[0] == 0


@pytest.mark.parametrize("kind", DATABASES)
def test_an_upgrade_backs_up_migrates_and_checks(kind: str, new_site: New, tmp_path: Path) -> None:
    site = new_site(kind, people=True)
    site.type_("search", "rebuild")
    go_back(site)
    code, said = site.type_("site", "upgrade", "--into", str(tmp_path / "kept"))
    assert code == 0, said
    [file] = (tmp_path / "kept").glob("*.tar.gz")
    assert f"The site as it was is in {file}." in said
    assert "The database is at this software's version now, and everything fits together." in said
    assert site.type_("site", "upgrade")[1] == "The database is at this software's version already. Nothing was done.\n"
    assert len(list((tmp_path / "kept").iterdir())) == 1


@pytest.mark.parametrize("kind", DATABASES)
def test_a_migration_that_fails_is_answered_with_the_way_back(
    kind: str, new_site: New, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = go_back(new_site(kind, people=True))

    def fail() -> None:
        raise ValueError("no such column: of_all")

    monkeypatch.setattr(versions, "migrate", fail)
    code, said = site.type_("site", "upgrade")
    assert code == 1
    [file] = (site.settings.data_dir / "backups").glob("before-*.tar.gz")
    assert "A migration failed: no such column: of_all" in said
    assert f"Nothing is lost: the site as it was is in {file}. The way back: stop the site." in said
    assert f"site restore {file}" in said
    monkeypatch.undo()
    there = new_site(kind)
    assert there.type_("site", "restore", str(file))[0] == 0


@pytest.mark.parametrize("kind", DATABASES)
def test_a_site_that_starts_is_backed_up_before_it_is_migrated(kind: str, new_site: New) -> None:
    site = go_back(new_site(kind, people=True))
    with site.open() as app:
        said = prepare_site(app, site.settings)
    [file] = site.settings.backups_home.glob("before-*.tar.gz")
    assert f"Its database was brought to this version; as it was it is in {file}." in said
    with site.open() as app:
        assert "was brought to this version" not in prepare_site(app, site.settings)
    with new_site(kind).open() as app:
        assert "Nobody has an account yet" in prepare_site(app, site.settings)
    assert len(list(site.settings.backups_home.glob("*.tar.gz"))) == 1


def test_a_site_does_not_start_after_a_migration_that_failed_or_without_a_backup(
    new_site: New, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = go_back(new_site(DATABASES[0], people=True))

    def fail() -> None:
        raise ValueError("no such column: of_all")

    monkeypatch.setattr(versions, "migrate", fail)
    with site.open() as app, pytest.raises(SystemExit, match="no such column: of_all Nothing is lost"):
        prepare_site(app, site.settings)
    monkeypatch.undo()
    nowhere = replace(site.settings, backup_dir=str(tmp_path / "file"))
    (tmp_path / "file").write_text("in the way")
    with site.open() as app, pytest.raises(SystemExit, match=r"was not made.*without a backup: .*db upgrade"):
        prepare_site(app, nowhere)


@pytest.mark.parametrize("start", [prepare, lambda app: prepare_site(app, app.extensions["settings"])])
def test_neither_site_nor_demo_starts_on_what_is_no_database(
    start: Callable[[Flask], object], new_site: New, tmp_path: Path
) -> None:
    (tmp_path / "networks.db").write_text("words")
    site = OwnSite(Settings(data_dir=tmp_path, secret_key="only-for-tests", testing=True))
    with site.open() as app, pytest.raises(SystemExit, match="does not answer: file is not a database"):
        start(app)


def test_no_backup_means_no_migration(new_site: New, tmp_path: Path) -> None:
    site = go_back(new_site(DATABASES[0], people=True))
    (tmp_path / "file").write_text("in the way")
    assert site.type_("site", "upgrade", "--into", str(tmp_path / "file"))[0] != 0
    with site.open(), db.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == FORMER


def test_a_newer_database_is_neither_backed_up_nor_upgraded(new_site: New, tmp_path: Path) -> None:
    site = new_site(DATABASES[0], people=True)
    with site.open(), db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'ffff00000000'")
    for command in (("backup", str(tmp_path / "a.tar.gz")), ("upgrade",)):
        code, said = site.type_("site", *command)
        assert code == 1
        assert "was written by a newer version of this software" in said
    with site.open() as app, pytest.raises(SystemExit, match="was written by a newer version of this software"):
        prepare_site(app, site.settings)
