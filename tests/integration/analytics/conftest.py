from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from app.analytics import current_store
from app.analytics.dataset.importing import ImportResult, import_dataset
from app.analytics.store import Store
from app.core.actor import Actor
from tests.integration.analytics.small_set import small_set, write_csv
from tests.made_once import made_once
from tests.people import World

REAL_SET = Path(__file__).resolve().parents[4] / "shared" / "data" / "oulad"
IMPORTED_AT = datetime(2018, 7, 20, 9, 30, tzinfo=UTC)
KEY = b"a key for tests, thirty-two byte"


def take_in(source: Path, data_dir: Path, **others: object) -> ImportResult:
    arguments = {"imported_at": IMPORTED_AT, "pseudonym_key": KEY} | others
    return import_dataset(source, data_dir, **arguments)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def oulad() -> Path:
    """The folder of the real set. In CI it must be there; elsewhere its tests are skipped without it."""
    if not REAL_SET.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"The real dataset must be at {REAL_SET} in CI.")
        pytest.skip("The real dataset is not here.")
    return REAL_SET


@pytest.fixture(scope="session")
def oulad_store(oulad: Path, tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The whole real set, imported once for all tests. They must not import into its folder again."""
    return Store(made_once(tmp_path_factory, "oulad", partial(take_in, oulad)))


@pytest.fixture
def small_folder(tmp_path: Path) -> Path:
    """The small set as the Open University publishes its own: quoted CSV with question marks."""
    return write_csv(small_set(), tmp_path / "given")


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def home(world: World, data_dir: Path) -> Iterator[Path]:
    """An empty store, which the site reads during the test."""
    before = current_store.store().data_dir
    current_store.use_store(data_dir)
    yield data_dir
    current_store.use_store(before)


@pytest.fixture
def ada(world: World, home: Path) -> Actor:
    """The administrator, at a site with an empty store."""
    return world.actor("ada")
