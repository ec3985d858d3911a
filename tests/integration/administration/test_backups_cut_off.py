"""A backup or a restore that is killed at any moment, or whose disk is full: what was there stays, and it can be given again."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from app.administration.backup.making import back_up
from tests import forked
from tests.architecture.source import ROOT
from tests.conftest import DATABASES
from tests.integration.administration.conftest import OwnSite
from tests.integration.administration.test_backup_and_restore import WAYS

New = Callable[..., OwnSite]
#: At so many moments of each is killed, evenly from its beginning to its end.
COUNTED = re.compile(r"^(\d+) lines$", re.MULTILINE)
MOMENTS = int(os.environ.get("KILLS", "4"))
pytestmark = pytest.mark.slow


def command(site: OwnSite, deadly: int, *words: str, most: int = 0) -> tuple[int, str]:
    """The command as a process of its own: how it ended, and what it said."""
    settings = site.settings
    environment = {
        **{name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "TMPDIR"}},
        "DATA_DIR": str(settings.data_dir),
        "DATABASE_URL": settings.database_url,
        "ANALYTICS_STORE": settings.analytics_store,
        "PG_BIN": settings.pg_bin,
        "PYTHONPATH": str(ROOT),
        **({"RLIMIT": str(most)} if most else {}),
    }
    log = settings.data_dir.parent / f"{settings.data_dir.name}.log"
    log.unlink(missing_ok=True)
    code = forked.start(["tests.killed_at", str(deadly), *words], environment, log).wait()
    return code, log.read_text()


def moments(said: str) -> list[int]:
    found = COUNTED.search(said)
    assert found, said
    every = int(found[1])
    assert every > MOMENTS
    return [1 + number * (every - 1) // MOMENTS for number in range(MOMENTS)] + [every - 2]


def what_is_left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


@pytest.mark.parametrize("kind", DATABASES)
def test_a_backup_that_is_killed_is_whole_or_not_there(
    kind: str, new_site: New, tmp_path: Path, demo_store: Path
) -> None:
    site = new_site(kind, people=True, analytics_store=str(demo_store))
    folder = tmp_path / "kept"
    code, said = command(site, -1, "site", "backup", str(folder / "first.tar.gz"))
    assert code == 0, said
    left = set()
    for number, deadly in enumerate(moments(said)):
        file = folder / f"{number}.tar.gz"
        code, said = command(site, deadly, "site", "backup", str(file))
        assert code == -9, said
        left |= set(what_is_left(folder))
        assert {path.name for path in folder.glob("[!.]*")} <= {"first.tar.gz", file.name}
        if file.exists():  # killed after it had its name
            empty = new_site(kind)
            assert empty.type_("site", "restore", str(file))[0] == 0
            file.unlink()
    assert len(left) > 1
    assert command(site, 0, "site", "backup", str(folder / "last.tar.gz"))[0] == 0
    assert what_is_left(folder) == []


@pytest.mark.parametrize("way", WAYS, ids="-".join)
def test_a_restore_that_is_killed_is_given_again(
    way: tuple[str, str], new_site: New, tmp_path: Path, demo_store: Path
) -> None:
    here, there = way
    site = new_site(here, people=True, analytics_store=str(demo_store))
    file = tmp_path / "a.tar.gz"
    with site.open():
        back_up(site.settings, file)
    expected = site.rows()
    code, said = command(new_site(there), -1, "site", "restore", str(file))
    assert code == 0, said
    for deadly in moments(said):
        empty = new_site(there)
        code, said = command(empty, deadly, "site", "restore", str(file))
        assert code == -9, said
        code, said = empty.type_("site", "restore", str(file))
        if code:  # killed after the last step
            assert "holds a site with people already" in said
        assert empty.rows() == expected
        empty.type_("search", "rebuild")
        code, said = empty.type_("site", "check")
        assert code == 0, said


@pytest.mark.parametrize("kind", DATABASES)
@pytest.mark.parametrize("most", [50_000, 300_000])
def test_a_disk_that_is_full_leaves_no_backup_and_says_so(
    kind: str, most: int, new_site: New, tmp_path: Path, demo_store: Path
) -> None:
    site = new_site(kind, people=True, analytics_store=str(demo_store))
    folder = tmp_path / "kept"
    code, said = command(site, 0, "site", "backup", str(folder / "a.tar.gz"), most=most)
    assert code == 1, said
    [line] = [line for line in said.splitlines() if not COUNTED.search(line)]
    assert line.startswith(("Error: The backup ", "Error: pg_dump failed: "))
    assert "No backup was made." in line or "was not made, and nothing half-made was kept" in line
    assert list(folder.iterdir()) == []
    assert command(site, 0, "site", "backup", str(folder / "a.tar.gz"))[0] == 0


@pytest.mark.parametrize("way", WAYS, ids="-".join)
@pytest.mark.parametrize("most", [50_000, 300_000])
def test_a_restore_onto_a_disk_that_is_full_says_so_and_is_given_again(
    way: tuple[str, str], most: int, new_site: New, tmp_path: Path, demo_store: Path
) -> None:
    here, there = way
    site, empty = new_site(here, people=True, analytics_store=str(demo_store)), new_site(there)
    with site.open():
        back_up(site.settings, tmp_path / "a.tar.gz")
    code, said = command(empty, 0, "site", "restore", str(tmp_path / "a.tar.gz"), most=most)
    assert code == 1, said
    [line] = [line for line in said.splitlines() if not COUNTED.search(line)]
    assert "a.tar.gz was not restored: " in line
    assert line.endswith("give the same command again.")
    assert [name for name in what_is_left(empty.settings.data_dir) if "half" in name] == []
    code, said = empty.type_("site", "restore", str(tmp_path / "a.tar.gz"))
    assert code == 0, said
    assert empty.rows() == site.rows()
