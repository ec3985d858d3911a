"""The worker makes a backup each day, keeps some, and the site says when one is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from app.administration import jobs
from app.administration.backup import schedule
from app.core import clock
from app.core.errors import Invalid
from app.web.serving import health
from config import BadSetting, Settings
from tests.client import StrictClient
from tests.conftest import DATABASES
from tests.integration.administration.conftest import OwnSite
from tests.people import World

New = Callable[..., OwnSite]
MORNING = datetime(2026, 11, 30, 3, 10, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """The machine's clock, as this test says."""
    return lambda instant: monkeypatch.setattr(clock, "real_now", lambda: instant)


@pytest.fixture
def site(new_site: New) -> Iterator[OwnSite]:
    made = new_site(DATABASES[-1], people=True, backup_hour="3", backups_kept=2)
    with made.open():
        yield made


def kept(site: OwnSite) -> list[str]:
    return sorted(path.name for path in site.settings.backups_home.glob("*.gz"))


def test_one_is_made_each_day_when_its_hour_has_come_and_the_oldest_goes(
    site: OwnSite, at: Callable[[datetime], None]
) -> None:
    settings = site.settings
    (settings.backups_home).mkdir()
    (settings.backups_home / "by-hand.tar.gz").write_text("not ours")
    for day in range(4):
        at(MORNING + timedelta(days=day))
        assert schedule.back_up_if_due(settings)
        assert not schedule.back_up_if_due(settings)
        at(MORNING + timedelta(days=day + 1, minutes=-20))
        assert not schedule.back_up_if_due(settings)
        assert schedule.missing(settings) == ""
    assert kept(site) == ["by-hand.tar.gz", "site-20261202T031000Z.tar.gz", "site-20261203T031000Z.tar.gz"]


def test_what_was_missed_is_made_up_for(site: OwnSite, at: Callable[[datetime], None]) -> None:
    at(MORNING)
    assert schedule.back_up_if_due(site.settings)
    at(MORNING + timedelta(days=3, hours=9))
    assert "the last backup is 81 hours old: see whether the worker runs" in schedule.missing(site.settings)
    assert schedule.back_up_if_due(site.settings)
    assert schedule.missing(site.settings) == ""


def test_one_that_fails_is_said_and_the_last_good_one_stays(
    site: OwnSite, at: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    at(MORNING)
    schedule.back_up_if_due(site.settings)

    def fail(*_: object, **__: object) -> None:
        raise Invalid("No space left on device.")

    monkeypatch.setattr(schedule, "back_up", fail)
    for day in range(1, 4):
        at(MORNING + timedelta(days=day))
        jobs.back_up_by_schedule()
        assert kept(site) == ["site-20261130T031000Z.tar.gz"]
    assert "no backup was made: No space left on device." in caplog.text
    said = schedule.missing(site.settings)
    assert said.startswith("the last backup is 72 hours old: the last try failed; the worker's log")
    assert "`flask --app wsgi site backup FILE` makes one now" in said


def test_one_that_is_not_whole_does_not_push_an_older_one_out(
    site: OwnSite, at: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    site.settings.backups_home.mkdir()
    for day in (27, 28):
        (site.settings.backups_home / f"site-202611{day}T031000Z.tar.gz").write_text("good, as far as we know")

    def half(_settings: Settings, file: Path) -> None:
        file.write_bytes(b"half")

    monkeypatch.setattr(schedule, "back_up", half)
    at(MORNING)
    jobs.back_up_by_schedule()
    assert kept(site) == ["site-20261127T031000Z.tar.gz", "site-20261128T031000Z.tar.gz"]


def test_before_the_first_nothing_is_missing_unless_it_failed(
    site: OwnSite, at: Callable[[datetime], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert schedule.missing(site.settings) == ""

    def fail(*_: object, **__: object) -> None:
        raise Invalid("No.")

    monkeypatch.setattr(schedule, "back_up", fail)
    jobs.back_up_by_schedule()
    assert schedule.missing(site.settings).startswith("there is no backup: the last try failed")


def test_a_folder_that_cannot_be_written_is_said_and_left_alone_for_a_while(site: OwnSite) -> None:
    file = site.settings.data_dir / "no-folder"
    file.write_text("")
    settings = replace(site.settings, backup_dir=str(file / "backups"))
    with pytest.raises(Invalid, match=r"No backup can be made in .*: Not a directory"):
        schedule.back_up_if_due(settings)
    assert schedule.missing(settings).startswith("there is no backup: the last try failed")
    assert not schedule.back_up_if_due(settings), "it rests"
    (settings.data_dir / "last-failure.txt").unlink()
    file.unlink()
    assert schedule.back_up_if_due(settings)
    assert schedule.missing(settings) == ""


def test_an_old_one_is_not_in_order_on_the_administrators_page(
    app: Flask, as_: Callable[[str], StrictClient], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        health._checks, "backup", lambda: "the last backup is 81 hours old: see whether the worker runs"
    )
    assert (
        "The last backup The last backup is 81 hours old: see whether the worker runs."
        in as_("ada").get("/admin/state").text
    )


def test_readyz_asks_for_backups_only_where_they_are_to_be_made(new_site: New, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_checks", {})
    with new_site(DATABASES[0]).open():
        assert "backup" not in health._checks
    with new_site(DATABASES[0], backup_hour="4").open():
        assert "backup" in health._checks


@pytest.mark.parametrize("hour", ["24", "-1", "three", "3.5", "²"])
def test_an_hour_that_is_none_stops_the_start(hour: str) -> None:
    with pytest.raises(BadSetting, match=r"BACKUP_HOUR is “.*”; it can be an hour from 0 to 23, or empty"):
        Settings.from_environment({"BACKUP_HOUR": hour})


def test_at_least_one_is_kept() -> None:
    with pytest.raises(BadSetting, match="BACKUPS_KEPT is 0"):
        Settings.from_environment({"BACKUPS_KEPT": "0"})
    assert replace(Settings(), backup_dir="/elsewhere").backups_home == Path("/elsewhere")
