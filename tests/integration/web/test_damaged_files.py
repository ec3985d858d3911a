"""Files of the data folder that are not what they were: one sentence at the start or in /readyz, never a traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app import create_app
from app.analytics import current_store
from app.analytics.dataset import publishing
from config import BadSetting, Settings
from tests.bench.server import ROOT

SHORT = ["", "\n", "half a ke"]
NO_CLOCK = ["", "{", "[]", '{"offset_seconds": "soon"}', '{"offset_seconds": 1e400}', "null"]


def start(folder: Path) -> subprocess.CompletedProcess[str]:
    """A command, which assembles the site as every process of it does."""
    clean = {name: text for name, text in os.environ.items() if name not in {"SECRET_KEY", "DATABASE_URL"}}
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "failed"],
        cwd=ROOT,
        env=clean | {"DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(
        BadSetting, match=r"DATA_DIR names the folder .*file/site, which cannot be used: Not a directory"
    ):
        create_app(Settings(data_dir=tmp_path / "file" / "site", testing=True))


@pytest.mark.parametrize(
    ("name", "held"), [*(("secret_key", each) for each in SHORT), *(("clock.json", each) for each in NO_CLOCK)]
)
def test_the_fault_names_the_file_and_what_to_do(tmp_path: Path, name: str, held: str) -> None:
    (tmp_path / name).write_text(held)
    with pytest.raises(BadSetting, match="backup") as fault:
        create_app(Settings(data_dir=tmp_path))
    assert str(fault.value).startswith(f"{tmp_path / name} is ")
    assert (tmp_path / name).read_text() == held  # nothing is overwritten that a backup might explain


@pytest.mark.parametrize(("name", "words"), [("secret_key", "is empty or cut off"), ("clock.json", "is damaged")])
def test_the_start_says_it_in_one_sentence(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / name).touch()
    answer = start(tmp_path)
    assert answer.returncode != 0
    assert f"{tmp_path / name} {words}" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("spoilt", ["pointer", "no version", "manifest", "catalogue", "gone"])
def test_a_damaged_dataset_is_named_and_pages_go_on(
    spoilt: str, world: Any, as_: Any, demo_store: Path, tmp_path: Path
) -> None:
    home = tmp_path / "store"
    shutil.copytree(demo_store, home)
    [folder] = [each for each in publishing.analytics_dir(home).iterdir() if publishing.has_versions(each)]
    version = folder / (publishing.current_version(folder) or "")
    if spoilt == "pointer":
        (folder / "CURRENT").write_bytes(b"\xff\xfe\x00")
    elif spoilt == "no version":
        (folder / "CURRENT").write_text("v99\n")
    elif spoilt == "manifest":
        (version / "manifest.json").write_text("{")
    elif spoilt == "gone":
        (folder / "CURRENT").unlink()
    else:
        for file in version.glob("*.parquet"):
            file.write_bytes(b"not parquet")
    before = current_store.store().data_dir
    current_store.use_store(home)
    try:
        told = as_(None).get("/readyz").html
        page = as_("amina").get("/networks/s215/data")
    finally:
        current_store.use_store(before)
    assert "is damaged: put" in told
    assert page.status == 200
    assert "No dataset for S215 yet" in page.text
