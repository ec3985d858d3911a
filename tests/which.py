"""Which tests a run takes, which of them share a process, and which come first."""

from __future__ import annotations

import os
import re
from typing import Any

import pytest
from xdist.scheduler import LoadFileScheduling

#: Whoever asks for one of these locks or counts: the databases differ there.
DIFFERS = frozenset({"count_queries", "live_app"})


def asks_only_pages(item: pytest.Item) -> bool:
    """A test of a page. Services, which write all that pages show, are tested on both databases; what locks, counts or
    searches (or says so by its mark) is, too.
    """
    wanted = set(getattr(item, "fixturenames", ()))
    differs = wanted & DIFFERS or item.get_closest_marker("both_databases") or "search" in item.path.parts
    return "as_" in wanted and not differs


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without TEST_DATABASES pages are asked on SQLite alone; `.ci/run` names both."""
    if "TEST_DATABASES" not in os.environ:
        left_out = [item for item in items if _on(item) == "postgresql" and asks_only_pages(item)]
        if left_out:
            config.hook.pytest_deselected(items=left_out)
            unwanted = set(left_out)
            items[:] = [item for item in items if item not in unwanted]
    first = {item.path: 9 for item in items}
    for item in items:
        first[item.path] = min(first[item.path], _weight(item))
    items.sort(key=lambda item: first[item.path])


def _on(item: pytest.Item) -> str:
    return str(item.callspec.params.get("database_app", "")) if hasattr(item, "callspec") else ""


def _weight(item: pytest.Item) -> int:
    """Journeys before pages in a browser, those before the rest: a run does not end with one process at a long test."""
    long, browser = (item.get_closest_marker(name) is not None for name in ("slow", "browser"))
    return 0 if long and browser else 1 if browser else 2 if long else 3


class ByFileAndDatabase(LoadFileScheduling):
    """Tests of one file on one database stay in one process: what they share is set up once."""

    def _split_scope(self, nodeid: str) -> str:
        database = re.search(r"\b(sqlite|postgresql)\b", nodeid)
        return f"{super()._split_scope(nodeid)} {database.group() if database else ''}"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFileAndDatabase | None:
    if config.getoption("dist") != "loadfile":
        return None
    config.option.loadscopereorder = False  # it would begin with the files of many tests, and end with the journeys
    return ByFileAndDatabase(config, log)
