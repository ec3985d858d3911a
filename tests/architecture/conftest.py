"""One assembled site for the tests that ask about its routes, templates and commands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app import create_app
from app.core.db import db
from config import Settings
from tests.people import build_world


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The site with the cast, on a database of its own."""
    app = create_app(Settings(data_dir=tmp_path_factory.mktemp("site"), testing=True))
    with app.app_context():
        db.create_all()
        build_world()
    yield app
    with app.app_context():
        db.engine.dispose()
