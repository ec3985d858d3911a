"""Where bytes lie: the same promises of a folder and of an address that fsspec reaches."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.attachments.keeping.stores import FarStore, FileStore, FolderStore, named_by
from app.core import clock


@pytest.fixture(params=["folder", "far"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    return named_by(str(tmp_path / "files") if request.param == "folder" else f"file://{tmp_path}/far", tmp_path)


def test_what_is_written_is_read_and_may_be_written_again(store: FileStore) -> None:
    assert not store.holds("1/a.webp")
    for _ in range(2):
        store.write("1/a.webp", b"held")
    with store.open("1/a.webp") as file:
        assert file.read() == b"held"
    assert store.holds("1/a.webp")


def test_what_is_not_there_is_not_found_and_gone_twice_without_harm(store: FileStore) -> None:
    with pytest.raises(FileNotFoundError):
        store.open("1/a.webp").read()
    store.write("1/a.webp", b"held")
    for _ in range(2):
        store.remove("1/a.webp")
    assert list(store.all()) == []


def test_all_that_lies_there_is_listed_with_its_size_and_time(store: FileStore) -> None:
    assert list(store.all()) == []
    store.write("1/a.webp", b"held")
    store.write("2/b.pdf", b"longer")
    found = list(store.all())
    assert [(each.place, each.size) for each in found] == [("1/a.webp", 4), ("2/b.pdf", 6)]
    assert all(abs((clock.real_now() - each.at).total_seconds()) < 60 for each in found)


def test_the_setting_names_a_folder_an_address_or_the_data_folder(tmp_path: Path) -> None:
    at_home = named_by("", tmp_path / "files")
    assert isinstance(at_home, FolderStore)
    assert at_home.home == tmp_path / "files"
    assert isinstance(named_by("memory://files", tmp_path), FarStore)
