"""What is in a backup is in the site that it is restored into, row for row, on and between both databases."""

from __future__ import annotations

import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.accounts.set_up_key import set_up_key
from app.administration.backup.making import back_up
from app.administration.backup.restoring import restore
from app.administration.backup.uploads import store_of
from app.core.db import db
from app.core.errors import Invalid
from app.core.secrets.keys import Keys
from app.search.jobs import mend
from tests.architecture.source import ROOT
from tests.conftest import DATABASES
from tests.integration.administration.conftest import OwnSite, speak, titles

New = Callable[..., OwnSite]
#: From where to where.
WAYS = [
    (here, there)
    for here, there in (("sqlite", "sqlite"), ("postgresql", "postgresql"), ("sqlite", "postgresql"))
    if {here, there} <= set(DATABASES)
]
pytestmark = pytest.mark.slow


@pytest.fixture(params=DATABASES)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=WAYS, ids="-".join)
def both(request: pytest.FixtureRequest, new_site: New) -> tuple[OwnSite, OwnSite]:
    """A site with people, and an empty one that may take its backup."""
    here, there = request.param
    return new_site(here, people=True), new_site(there)


def read(file: Path) -> dict[str, bytes]:
    with tarfile.open(file) as tar:
        return {each.name: held.read() for each in tar if (held := tar.extractfile(each))}


def test_a_restored_site_has_every_row_and_goes_on_counting(both: tuple[OwnSite, OwnSite], tmp_path: Path) -> None:
    here, there = both
    file = tmp_path / "a.tar.gz"
    code, said = here.type_("site", "backup", str(file))
    assert code == 0, said
    code, said = there.type_("site", "restore", str(file))
    assert code == 0, said
    assert there.rows() == here.rows()
    with there.open():
        speak("Said after the restore")
        assert titles() == ["Where it goes quiet", "Said after the restore"]


def test_what_was_said_is_found_after_a_restore_once_the_worker_has_looked(
    both: tuple[OwnSite, OwnSite], tmp_path: Path
) -> None:
    here, there = both
    here.type_("site", "backup", str(tmp_path / "a.tar.gz"))
    there.type_("site", "restore", str(tmp_path / "a.tar.gz"))
    with there.open():
        mend()
    code, said = there.type_("site", "check")
    assert code == 0, said


def test_nothing_is_written_over_people(both: tuple[OwnSite, OwnSite], tmp_path: Path) -> None:
    here, there = both
    here.type_("site", "backup", str(tmp_path / "a.tar.gz"))
    there.type_("site", "restore", str(tmp_path / "a.tar.gz"))
    before = there.rows()
    for file in ("a.tar.gz", "b.tar.gz"):
        (tmp_path / "b.tar.gz").write_bytes(b"not looked at")
        code, said = there.type_("site", "restore", str(tmp_path / file))
        assert code == 1
        assert (
            "holds a site with people already, and a backup is only put into an empty one. Nothing was changed" in said
        )
    assert there.rows() == before


def test_a_site_with_tables_and_nobody_is_empty_too(both: tuple[OwnSite, OwnSite], tmp_path: Path) -> None:
    here, there = both
    here.type_("site", "backup", str(tmp_path / "a.tar.gz"))
    there.type_("db", "upgrade")
    code, said = there.type_("site", "restore", str(tmp_path / "a.tar.gz"))
    assert code == 0, said
    assert there.rows() == here.rows()


def test_keys_of_open_rounds_and_the_set_up_key_are_in_no_backup(kind: str, new_site: New, tmp_path: Path) -> None:
    site = new_site(kind, people=True)
    secret = Keys(site.settings.keys_home).make("round-1")
    set_up = set_up_key(site.settings.data_dir).encode()
    with site.open() as app:
        back_up(site.settings, tmp_path / "plain.tar.gz")
        back_up(site.settings, tmp_path / "secret.tar.gz", with_secrets=True)
        signing = str(app.config["SECRET_KEY"]).encode()
    for name, with_secrets in (("plain.tar.gz", False), ("secret.tar.gz", True)):
        held = read(tmp_path / name)
        for content in (*held.values(), "".join(held).encode()):
            assert secret not in content
            assert set_up not in content
            assert b"round-1.key" not in content
        assert (signing in held.values()) is with_secrets
        assert {member for member in held if member.startswith("secrets/")} == (
            {"secrets/secret_key"} if with_secrets else set()
        )


def test_secrets_come_back_where_they_were_taken_along(kind: str, new_site: New, tmp_path: Path) -> None:
    site, there = new_site(kind, people=True), new_site(kind)
    site.type_("site", "backup", "--with-secrets", str(tmp_path / "a.tar.gz"))
    there.type_("site", "restore", str(tmp_path / "a.tar.gz"))
    key = "secret_key"
    assert (there.settings.data_dir / key).read_text() == (site.settings.data_dir / key).read_text()
    assert (there.settings.data_dir / key).stat().st_mode & 0o777 == 0o600


def test_datasets_come_along_and_serve(kind: str, new_site: New, tmp_path: Path, demo_store: Path) -> None:
    site = new_site(kind, people=True, analytics_store=str(demo_store))
    there = new_site(kind)
    with site.open():
        made = back_up(site.settings, tmp_path / "a.tar.gz")
    assert any(name.startswith("analytics/demo/v1/weekly/") for name in made.manifest.members)
    for _ in range(2):
        with there.open():
            restore(there.settings, tmp_path / "a.tar.gz")
        there.type_("search", "rebuild")
        code, said = there.type_("site", "check")
        assert code == 0, said
        assert "demo v1" in there.type_("analytics", "datasets")[1]
        there = new_site(kind, analytics_store=str(there.settings.analytics_home))  # once more, where it serves already


def test_what_is_missing_of_a_dataset_is_said(new_site: New, tmp_path: Path, demo_store: Path) -> None:
    site, there = new_site(DATABASES[0], people=True, analytics_store=str(demo_store)), new_site(DATABASES[0])
    with site.open():
        back_up(site.settings, tmp_path / "a.tar.gz")
    with there.open():
        restore(there.settings, tmp_path / "a.tar.gz")
    [lost, spoilt] = sorted((there.settings.data_dir / "analytics").rglob("weekly/*.parquet"))[:2]
    spoilt.write_bytes((lost.parent.parent / "results.parquet").read_bytes())
    lost.unlink()
    code, said = there.type_("site", "check")
    assert code == 1
    assert f"{lost} is missing: import the dataset anew" in said
    assert f"{spoilt} has " in said


def test_a_name_that_is_taken_is_not_written_over(kind: str, new_site: New, tmp_path: Path) -> None:
    (tmp_path / "a.tar.gz").write_text("something else")
    code, said = new_site(kind, people=True).type_("site", "backup", str(tmp_path / "a.tar.gz"))
    assert (code, said) == (1, f"Error: There is a file {tmp_path / 'a.tar.gz'} already. Choose another name.\n")
    assert (tmp_path / "a.tar.gz").read_text() == "something else"


def test_a_site_on_postgresql_does_not_go_into_sqlite(new_site: New, tmp_path: Path) -> None:
    if len(DATABASES) < 2:
        pytest.skip("needs both databases")
    there = new_site("sqlite")
    new_site("postgresql", people=True).type_("site", "backup", str(tmp_path / "a.tar.gz"))
    code, said = there.type_("site", "restore", str(tmp_path / "a.tar.gz"))
    assert code == 1
    assert "which does not go into SQLite. Nothing was changed. Name an empty PostgreSQL database" in said
    assert not (there.settings.data_dir / "networks.db").exists()


def test_a_database_of_somebody_else_is_left_alone(kind: str, new_site: New, tmp_path: Path) -> None:
    new_site(kind, people=True).type_("site", "backup", str(tmp_path / "a.tar.gz"))
    there = new_site(kind)
    with there.open(), db.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE invoice (id integer PRIMARY KEY)")
    code, said = there.type_("site", "restore", str(tmp_path / "a.tar.gz"))
    assert code == 1
    assert "holds tables that are no site's. Nothing was changed. Give an empty one." in said


def test_programs_that_are_not_there_are_named(new_site: New, tmp_path: Path) -> None:
    if "postgresql" not in DATABASES:
        pytest.skip("needs PostgreSQL")
    site = new_site("postgresql", people=True, pg_bin=str(tmp_path))
    code, said = site.type_("site", "backup", str(tmp_path / "a.tar.gz"))
    assert code == 1
    assert f"PostgreSQL's program pg_dump is needed, and is not in PG_BIN ({tmp_path})." in said
    assert list(tmp_path.glob("*.gz")) == []


def test_a_database_that_does_not_answer_is_said_in_a_line(new_site: New, tmp_path: Path) -> None:
    new_site(DATABASES[0], people=True).type_("site", "backup", str(tmp_path / "a.tar.gz"))
    away = new_site("sqlite", database_url="postgresql://keeper:secret@127.0.0.1:1/site")
    for command in (
        ("backup", str(tmp_path / "b.tar.gz")),
        ("restore", str(tmp_path / "a.tar.gz")),
        ("upgrade",),
        ("check",),
    ):
        code, said = away.type_("site", *command)
        assert code == 1
        assert len(said.splitlines()) == 1
        assert "secret" not in said


def test_programs_of_another_version_are_named(new_site: New, tmp_path: Path) -> None:
    if "postgresql" not in DATABASES:
        pytest.skip("needs PostgreSQL")
    old = tmp_path / "bin"
    old.mkdir()
    (old / "pg_dump").write_text(
        "#!/bin/sh\necho 'pg_dump: error: aborting because of server version mismatch' >&2\n"
        "echo 'pg_dump: detail: server version: 18.4; pg_dump version: 15.18' >&2\nexit 1\n"
    )
    (old / "pg_dump").chmod(0o700)
    site = new_site("postgresql", people=True, pg_bin=str(old))
    code, said = site.type_("site", "backup", str(tmp_path / "a.tar.gz"))
    assert code == 1
    assert (
        "pg_dump failed: aborting because of server version mismatch; server version: 18.4; pg_dump version: 15.18; "
        in said
    )
    assert said.endswith("name the folder of the server's version in PG_BIN. No backup was made.\n")


def test_a_site_that_is_not_set_up_has_no_backup(kind: str, new_site: New, tmp_path: Path) -> None:
    for command in (("backup", str(tmp_path / "a.tar.gz")), ("upgrade",), ("check",)):
        code, said = new_site(kind).type_("site", *command)
        assert code == 1
        assert "is not set up. Type:" in said


def test_a_backup_cannot_be_written_into_a_folder_that_is_a_file(kind: str, new_site: New) -> None:
    with (
        new_site(kind, people=True).open(),
        pytest.raises(Invalid, match="was not made, and nothing half-made was kept"),
    ):
        back_up(new_site(kind, people=True).settings, ROOT / "wsgi.py" / "a.tar.gz")


def test_pictures_and_files_of_posts_come_along(both: tuple[OwnSite, OwnSite], tmp_path: Path) -> None:
    here, there = both
    place, file = f"1/{'a' * 64}-480.webp", tmp_path / "a.tar.gz"
    store_of(here.settings).write(place, b"a small picture")
    assert here.type_("site", "backup", str(file))[0] == 0
    assert read(file)[f"uploads/{place}"] == b"a small picture"
    assert there.type_("site", "restore", str(file))[0] == 0
    with store_of(there.settings).open(place) as held:
        assert held.read() == b"a small picture"
