"""An empty index for each test: the memory index would remember the rows of tests that were rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.search.indexes.in_memory import InMemoryIndex
from app.search.indexes.on_disk import WhooshIndex
from app.search.indexes.protocol import Index


@pytest.fixture(params=["memory", "whoosh"])
def index(request: pytest.FixtureRequest, app: Flask, tmp_path: Path) -> Iterator[Index]:
    """The application's index, once in memory and once on disk."""
    before = app.extensions["search_index"]
    app.extensions["search_index"] = InMemoryIndex() if request.param == "memory" else WhooshIndex(tmp_path / "search")
    yield app.extensions["search_index"]
    app.extensions["search_index"] = before
