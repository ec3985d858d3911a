"""The demo's figures as a dataset, imported once per test run, for tests that show or ask for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.analytics import current_store
from app.analytics.dataset.importing import import_dataset
from app.analytics.demo.generate import ATTRIBUTION, SET_NAME, SOURCE, generate
from tests.made_once import made_once


@pytest.fixture(scope="session")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store folder that serves the demo's S215, MST124 and H800."""

    def make(home: Path) -> None:
        import_dataset(
            generate(tmp_path_factory.mktemp("rows")),
            home,
            set_name=SET_NAME,
            source_label=SOURCE,
            attribution=ATTRIBUTION,
            imported_at=datetime(2018, 7, 20, 9, 0, tzinfo=UTC),
            pseudonym_key=b"a key for tests, thirty-two byte",
        )

    return made_once(tmp_path_factory, "figures", make)


@pytest.fixture
def figures(app: object, demo_store: Path) -> Iterator[Path]:
    """The site reads the demo's figures during this test."""
    before = current_store.store().data_dir
    current_store.use_store(demo_store)
    yield demo_store
    current_store.use_store(before)
