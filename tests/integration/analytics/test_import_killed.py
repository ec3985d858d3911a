"""An importer killed at any moment leaves the previous dataset serving, and the next one tidies up."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.analytics.dataset import publishing
from app.analytics.measures import MaterialQuery, Measures, overlay
from app.analytics.store import Store
from tests.integration.analytics.conftest import take_in
from tests.integration.analytics.small_set import edited

ROOT = Path(__file__).resolve().parents[3]

# An import that says where it is and then stands still there, so that it can be killed at that point.
STANDS_STILL = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from app.analytics.dataset.importing import import_dataset

source, data_dir, moment = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]

def stand_still():
    print("here", flush=True)
    time.sleep(60)

def progress(table, done, total):
    if table == moment and done == total:
        stand_still()

def before_the_pointer(event, arguments):
    if event == "os.rename" and str(arguments[1]).endswith("CURRENT"):
        stand_still()

if moment == "before the pointer":
    sys.addaudithook(before_the_pointer)

import_dataset(source, data_dir, imported_at=datetime(2018, 7, 20, tzinfo=UTC), pseudonym_key=b"k", progress=progress)
"""


def kill_at(moment: str, source: Path, data_dir: Path) -> None:
    running = subprocess.Popen(
        [sys.executable, "-c", STANDS_STILL, str(source), str(data_dir), moment],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "here\n"
    running.send_signal(signal.SIGKILL)
    running.wait()
    running.stdout.close()


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["studentInfo", "studentVle", "measures", "before the pointer"])
def test_a_kill_leaves_the_previous_dataset_serving(small_folder: Path, data_dir: Path, moment: str) -> None:
    take_in(small_folder, data_dir, pseudonym_key=b"k")
    before = overlay(Store(data_dir), MaterialQuery("ABC"))
    edited(small_folder, "courses.csv", lambda text: text.replace('"21"', '"28"'))

    kill_at(moment, small_folder, data_dir)
    assert overlay(Store(data_dir), MaterialQuery("ABC")) == before

    assert not take_in(small_folder, data_dir, pseudonym_key=b"k").unchanged
    assert Store(data_dir).presentation_length("ABC", "2020J") == 28
    assert list((data_dir / "analytics/oulad").glob(".work-*")) == []


def test_a_killed_first_import_leaves_nothing_to_read(small_folder: Path, data_dir: Path) -> None:
    work = data_dir / "analytics/oulad/.work-left"
    work.mkdir(parents=True)
    (work / "courses.parquet").write_text("half")
    assert Store(data_dir).modules() == {}
    take_in(small_folder, data_dir)
    assert not work.exists()


def test_a_child_of_a_fork_makes_its_own_engine(small_folder: Path, data_dir: Path) -> None:
    take_in(small_folder, data_dir)
    measures = Measures(Store(data_dir))
    here = measures.overlay(MaterialQuery("ABC", activity_types=("quiz",)))
    child = os.fork()
    if child == 0:
        there = Measures(measures.store).overlay(MaterialQuery("ABC", activity_types=("page",)))
        os._exit(0 if there.presentations != here.presentations else 1)
    deadline = time.monotonic() + 20
    while (ended := os.waitpid(child, os.WNOHANG)) == (0, 0) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert ended == (child, 0)


def test_a_version_of_another_format_is_not_read(
    small_folder: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(small_folder, data_dir)
    monkeypatch.setattr(publishing, "FORMAT", publishing.FORMAT + 1)
    assert Store(data_dir).modules() == {}
