"""/readyz says in a sentence what the site lacks, and is never itself a traceback."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.web.serving import health
from app.web.worker.jobs import BEAT


def reasons(app: Flask) -> dict[str, str]:
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    told: dict[str, str] = answer.get_json()["reasons"]
    return told


@pytest.fixture
def settings(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`settings(data_dir=…)`: the site with one setting changed, for this test."""

    def change(**more: Any) -> None:
        monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], **more))

    return change


def test_a_disk_that_is_nearly_full_is_said_before_it_is_full(app: Flask, settings: Any) -> None:
    settings(least_free_mib=10**9)
    assert "MiB are free on the disk of the data folder" in reasons(app)["disk"]
    settings(least_free_mib=0)
    assert "disk" not in reasons(app)


def test_a_folder_that_nothing_can_be_written_into_is_said(app: Flask, settings: Any, tmp_path: Path) -> None:
    settings(data_dir=tmp_path / "gone")
    assert reasons(app)["disk"].startswith("nothing can be written into the data folder (No such file")


@pytest.mark.parametrize("held", ["", "4711", "4711 soon", "\0"])
def test_a_spoilt_sign_of_the_worker_is_said(app: Flask, settings: Any, tmp_path: Path, held: str) -> None:
    (tmp_path / BEAT).write_text(held)
    settings(data_dir=tmp_path)
    assert "the worker's sign of life is damaged" in reasons(app)["worker"]


def test_a_check_that_fails_is_a_reason(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> str:
        raise ValueError("of all things")

    monkeypatch.setitem(health._checks, "odd", fails)
    assert reasons(app)["odd"] == "this could not be looked at (ValueError)"
