"""What every test would pay, paid once in a run, or not at all."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import pytest

from tests.compiled import COMPILED, share_templates


@pytest.fixture(scope="session", autouse=True)
def _compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> None:
    own = tmp_path_factory.getbasetemp()
    folder: Path = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "templates"
    folder.mkdir(exist_ok=True)
    os.environ[COMPILED] = str(folder)
    share_templates()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is there now stays: modules, tests and their parts, which the collector would go through again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 10, 10)
