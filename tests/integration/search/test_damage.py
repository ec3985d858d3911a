"""An index whose files are not what they were: said, never a traceback, and mended without anybody."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from flask import Flask

from app.core.actor import Actor
from app.core.db import db
from app.search import upkeep
from app.search.indexes.generations import Generations
from app.search.indexes.on_disk import WhooshIndex
from app.search.indexes.protocol import IndexDamaged, IndexedText, Key
from app.topics import services as topics
from tests.client import StrictClient
from tests.people import World

# Whoosh leaves files open where it stumbles over what is in them; they close when the reader is collected.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
ONE = Key("post", 1)


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    yield
    gc.collect()


def told(key: Key, words: str = "arrows") -> IndexedText:
    return IndexedText(key, 1, "", words)


def files_of(folder: Path) -> list[Path]:
    return sorted(
        each for each in Generations(folder).current().iterdir() if "networks-1" in each.name and each.stat().st_size
    )


@pytest.fixture
def on_disk(app: Flask, tmp_path: Path) -> Iterator[WhooshIndex]:
    """The application's index, with one topic of Amina's in it."""
    before = app.extensions["search_index"]
    app.extensions["search_index"] = WhooshIndex(tmp_path / "search")
    yield app.extensions["search_index"]
    app.extensions["search_index"] = before


@pytest.mark.parametrize("damage", [b"", b"x", b"not an index" * 500, None])
def test_a_damaged_index_is_said_and_mended_by_the_worker(
    on_disk: WhooshIndex,
    world: World,
    actor_for: Callable[[str], Actor],
    as_: Callable[[str], StrictClient],
    tmp_path: Path,
    app: Flask,
    damage: bytes | None,
) -> None:
    topics.raise_topic(actor_for("amina"), world.s215, title="Curly arrows", statement_md="Words.")
    db.session.commit()
    upkeep.rebuild()
    assert "Curly arrows" in as_("ben").get("/search?q=arrows").text
    for file in files_of(tmp_path / "search"):
        file.unlink() if damage is None and file.suffix == ".seg" else file.write_bytes(damage or b"")
    app.extensions["search_index"] = WhooshIndex(tmp_path / "search")  # as a process that starts now
    page = as_("ben").get("/search?q=arrows")
    assert page.status == 503
    assert "is being written anew" in page.text
    assert "damaged" in as_(None).get("/readyz").html
    checked = app.test_cli_runner().invoke(args=["search", "check"])
    assert checked.exit_code == 1
    assert "damaged" in checked.output
    assert "Traceback" not in checked.output
    # Nobody is held up by it who raises a topic, and the worker's debt is paid, not failed.
    assert as_("ben").get("/networks/s215/topics/new").status == 200
    upkeep.index_row({"kind": "topic", "id": 1})
    upkeep.mend()
    assert "Curly arrows" in as_("ben").get("/search?q=arrows").text
    assert "damaged" not in as_(None).get("/readyz").html
    assert upkeep.drift() == (set(), set())


@pytest.mark.parametrize("seed", range(30))
def test_whatever_byte_is_wrong_a_search_answers_or_says_so(tmp_path: Path, seed: int) -> None:
    dice = Random(seed)
    index = WhooshIndex(tmp_path / "search")
    index.rebuild(lambda: [told(Key("post", at), f"arrows number{at}") for at in range(40)], lambda _: None)
    file = dice.choice(files_of(tmp_path / "search"))
    held = bytearray(file.read_bytes())
    for _ in range(20):
        held[dice.randrange(len(held))] = dice.randrange(256)
    file.write_bytes(held[: dice.choice([len(held), len(held) // 2])])
    fresh = WhooshIndex(tmp_path / "search")
    for call in (lambda: fresh.find("arrows", [1]), fresh.keys):
        try:
            call()
        except IndexDamaged:
            assert fresh.fault()
    fresh.rebuild(lambda: [told(ONE)], lambda _: None)
    assert fresh.find("arrows", [1]) == [ONE]
    assert not fresh.fault()


def test_what_is_put_while_all_is_written_anew_is_found_before_and_after(tmp_path: Path) -> None:
    index, other = WhooshIndex(tmp_path / "search"), WhooshIndex(tmp_path / "search")
    index.put(ONE, lambda: told(ONE))
    rows = {ONE: told(ONE)}

    def read_all() -> Iterator[IndexedText]:
        yield told(ONE)
        # A snapshot was taken; now a post is published and another is edited, by another process.
        for key, words in ((Key("post", 2), "arrows later"), (ONE, "changed")):
            rows[key] = told(key, words)
            other.put(key, lambda key=key: rows[key])
        assert other.find("later", [1]) == [Key("post", 2)]
        assert index.find("arrows", [1]) == [Key("post", 2)]

    index.rebuild(read_all, rows.get)
    for each in (index, other, WhooshIndex(tmp_path / "search")):
        assert each.find("later", [1]) == [Key("post", 2)]
        assert each.find("changed", [1]) == [ONE]
        assert each.keys() == {ONE, Key("post", 2)}
    other.put(ONE, lambda: None)
    assert index.keys() == {Key("post", 2)}


def test_a_rebuild_that_is_killed_leaves_the_old_index_and_the_next_tidies_up(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path / "search")
    index.put(ONE, lambda: told(ONE))

    def broken() -> Iterator[IndexedText]:
        yield told(Key("post", 9))
        raise OSError("the database went away")

    with pytest.raises(OSError, match="went away"):
        index.rebuild(broken, lambda _: None)
    assert index.keys() == {ONE}
    index.rebuild(lambda: [told(ONE)], lambda _: None)
    index.rebuild(lambda: [told(ONE)], lambda _: None)
    assert len([each for each in (tmp_path / "search").iterdir() if each.is_dir()]) == 1
    assert index.keys() == {ONE}


def test_an_index_without_a_document_finds_nothing(on_disk: WhooshIndex, as_: Callable[[str], StrictClient]) -> None:
    """As on a site that was restored before anybody posted: it is whole, and stays so."""
    on_disk.rebuild(lambda: iter(()), lambda _key: None)
    page = as_("amina").get("/search?q=zeolites")
    assert page.status == 200
    assert "Nothing found" in page.text
    assert on_disk.fault() == ""
