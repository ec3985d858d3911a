"""The index and the database: rebuilt, checked, and written by several at once."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flask import Flask

from app.core.actor import Actor
from app.core.db import db
from app.search.indexes.on_disk import WhooshIndex
from app.search.indexes.protocol import Index, IndexedText, Key
from app.topics import services as topics
from app.topics.models import IssueCategory
from tests.people import World


def test_check_finds_drift_and_rebuild_mends_it(
    app: Flask, world: World, index: Index, actor_for: Callable[[str], Actor]
) -> None:
    run = app.test_cli_runner().invoke
    topics.raise_topic(actor_for("amina"), world.s215, title="Curly arrows", statement_md="Words.")
    topics.raise_issue(actor_for("ben"), world.s215, title="Pace", statement_md="Words.", category=IssueCategory.PACE)
    db.session.commit()
    index.put(Key("topic", 999_999), lambda: IndexedText(Key("topic", 999_999), world.s215.id, "Gone", "Gone"))
    checked = run(args=["search", "check"])
    assert checked.exit_code == 1
    assert "2 missing, 1 left over" in checked.output
    assert "2 documents written" in run(args=["search", "rebuild"]).output
    checked = run(args=["search", "check"])
    assert (checked.exit_code, checked.output.strip()) == (0, "0 missing, 0 left over")


def test_writers_that_collide_take_turns(tmp_path: Path) -> None:
    """Four writers with an index object each, as four worker processes have."""

    def write(start: int) -> None:
        mine = WhooshIndex(tmp_path / "search")
        for at in range(start, start + 5):
            key = Key("post", at)
            mine.put(key, lambda key=key: IndexedText(key, 1, f"Title {key.id}", "shared words"))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, (0, 100, 200, 300)))
    reader = WhooshIndex(tmp_path / "search")
    assert len(reader.keys()) == 20
    assert len(reader.find("shared", [1])) == 20


def test_the_row_is_read_after_the_lock_is_taken(tmp_path: Path) -> None:
    """A writer that came first and waited long must not bring back old words."""
    index = WhooshIndex(tmp_path / "search")
    words = ["old"]
    key = Key("post", 1)

    def read_while_another_edits() -> IndexedText:
        words[0] = "new"
        return IndexedText(key, 1, "", words[0])

    index.put(key, read_while_another_edits)
    assert index.find("new", [1]) == [key]
    index.put(key, lambda: None)
    assert index.find("new", [1]) == []


def test_a_reader_sees_what_another_process_wrote(tmp_path: Path) -> None:
    reader, writer = WhooshIndex(tmp_path / "search"), WhooshIndex(tmp_path / "search")
    assert reader.find("arrows", [1]) == []
    for at in range(3):
        writer.put(Key("post", at), lambda at=at: IndexedText(Key("post", at), 1, "", "arrows"))
        assert len(reader.find("arrows", [1])) == at + 1
    writer.rebuild(lambda: [IndexedText(Key("post", 7), 1, "", "arrows")], lambda _: None)
    assert reader.find("arrows", [1]) == [Key("post", 7)]


def test_a_write_that_fails_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    index = WhooshIndex(tmp_path / "search")
    index.put(Key("post", 1), lambda: IndexedText(Key("post", 1), 1, "", "arrows"))

    def broken() -> IndexedText:
        raise OSError("the database went away")

    with contextlib.suppress(OSError):
        index.put(Key("post", 1), broken)
    assert index.find("arrows", [1]) == [Key("post", 1)]
    index.put(Key("post", 2), lambda: IndexedText(Key("post", 2), 1, "", "arrows"))
    assert len(index.find("arrows", [1])) == 2
