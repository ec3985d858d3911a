"""What every test would pay, paid once in a run, or not at all."""

from __future__ import annotations

import gc
import os

import pytest

from tests.compiled import COMPILED, share_templates
from tests.made_once import shared_folder


@pytest.fixture(scope="session", autouse=True)
def _compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = shared_folder(tmp_path_factory) / "templates"
    folder.mkdir(exist_ok=True)
    os.environ[COMPILED] = str(folder)
    share_templates()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is there now stays: modules, tests and their parts, which the collector would go through again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 10, 10)
