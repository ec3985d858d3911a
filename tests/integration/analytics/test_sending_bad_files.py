"""What is no dataset, too large, broken or hostile is answered in words, and nothing of it serves."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from app.analytics import current_store
from app.analytics.keeping import pieces, queries, services
from app.analytics.keeping.checking import check_waiting
from app.analytics.keeping.pieces import SentFile
from app.analytics.keeping.uploads import UploadState
from app.core.actor import Actor
from app.core.errors import Invalid
from tests.integration.analytics.sent import ABOUT, checked, send
from tests.integration.analytics.small_set import edited, small_set, write_parquet, write_zip


def fault_of(actor: Actor, folder: Path) -> str:
    progress = checked(actor, folder).progress
    assert progress.state is UploadState.FAULTY
    assert current_store.store().modules() == {}
    return progress.fault


@pytest.mark.parametrize("name", ["students.csv", "courses.xlsx", "", "..", "../../courses.txt", "CURRENT"])
def test_a_file_that_is_part_of_no_dataset_is_not_taken(name: str) -> None:
    with pytest.raises(Invalid, match="is no file of a dataset"):
        pieces.kept_name(name)
    assert pieces.kept_name("../../etc/courses.csv") == "courses.csv"
    assert pieces.kept_name("C:\\data\\courses.csv") == "courses.csv"


@pytest.mark.parametrize("name", ["", "Ours", "../ours", ".uploads", "a" * 33])
def test_a_name_that_is_none_begins_nothing(ada: Actor, home: Path, name: str) -> None:
    with pytest.raises(Invalid, match="small letters"):
        services.begin_upload(ada, **ABOUT | {"set_name": name})
    assert queries.every_upload(seen_by=ada) == []


def test_too_large_a_file_and_a_full_disk_are_answered_in_words(
    ada: Actor, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = services.begin_upload(ada, **ABOUT)
    with pytest.raises(Invalid, match=r"at?.* 4.0 GB in all"):
        services.send_piece(ada, upload, SentFile("courses.csv", 5 * 10**9), 0, b"x")
    with pytest.raises(Invalid, match="another file than it was said to be"):
        services.send_piece(ada, upload, SentFile("courses.csv", 2), 0, b"three")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=pieces.LEFT_FREE + 10))
    with pytest.raises(Invalid, match=r"no room for courses\.csv: 11 bytes are to come, and 10 bytes"):
        services.send_piece(ada, upload, SentFile("courses.csv", 11), 0, b"x")


def test_other_columns_and_values_are_named_by_file_and_row_and_only_that_file_is_sent_again(
    ada: Actor, home: Path, small_folder: Path
) -> None:
    sound = (small_folder / "vle.csv").read_text()
    edited(small_folder, "vle.csv", lambda text: text.replace("activity_type", "kind"))
    assert "vle.csv, row 1: the column activity_type is missing" in fault_of(ada, small_folder)
    [upload] = queries.every_upload(seen_by=ada)
    (small_folder / "vle.csv").write_text(sound)
    send(ada, upload, small_folder / "vle.csv")
    services.check_upload(ada, upload)
    check_waiting(home)
    assert upload.progress.state is UploadState.CHECKED


def test_parquet_that_is_none_is_said_so(ada: Actor, home: Path, tmp_path: Path) -> None:
    folder = write_parquet(small_set(), tmp_path / "parquet")
    (folder / "vle.parquet").write_bytes(b"PAR1 and nothing else PAR1")
    assert fault_of(ada, folder) == "vle.parquet: it cannot be read as Parquet."


def test_a_zip_that_is_none_is_said_so(ada: Actor, home: Path, tmp_path: Path) -> None:
    (tmp_path / "zips").mkdir()
    (tmp_path / "zips" / "x.zip").write_bytes(b"PK and nothing else")
    assert fault_of(ada, tmp_path / "zips") == "dataset.zip is neither a folder nor a zip file."


def test_a_zip_that_states_more_than_any_disk_is_not_unpacked(
    ada: Actor, home: Path, small_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "zips").mkdir()
    archive = write_zip(small_folder, tmp_path / "zips" / "bomb.zip")
    with zipfile.ZipFile(archive, "a") as opened:
        opened.writestr("readme.txt", "so that the directory is written anew")
        opened.getinfo("studentVle.csv").file_size = 10**12
    assert fault_of(ada, tmp_path / "zips") == "dataset.zip unpacks to 1.0 TB; at most 20.0 GB are read."


def test_a_zip_that_states_less_than_it_holds_is_read_no_further(
    ada: Actor, home: Path, small_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "zips").mkdir()
    archive = write_zip(small_folder, tmp_path / "zips" / "liar.zip")
    with zipfile.ZipFile(archive, "a") as opened:
        opened.writestr("readme.txt", "so that the directory is written anew")
        opened.getinfo("studentVle.csv").file_size = 100
    assert fault_of(ada, tmp_path / "zips").startswith("dataset.zip cannot be unpacked: ")


def test_a_zip_with_ways_out_of_its_folder_writes_nothing_there(
    ada: Actor, home: Path, small_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "zips").mkdir()
    with zipfile.ZipFile(tmp_path / "zips" / "out.zip", "w") as archive:
        for path in small_folder.iterdir():
            archive.write(path, f"../../../../{path.name}")
        archive.writestr("/../../CURRENT", "v9")
    upload = checked(ada, tmp_path / "zips")
    assert upload.progress.state is UploadState.CHECKED
    assert list(home.rglob("CURRENT")) == []
    assert [path for path in home.rglob("*.csv") if upload.folder not in path.parents] == []
