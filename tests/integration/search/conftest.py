"""The words of the database that a test runs on: SQLite's and PostgreSQL's keep the same promises."""

from __future__ import annotations

import pytest
from flask import Flask

from app.search.indexes.protocol import Engine


@pytest.fixture
def index(app: Flask) -> Engine:
    """The application's own."""
    engine: Engine = app.extensions["search_engine"]
    return engine
