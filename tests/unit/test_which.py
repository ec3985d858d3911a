"""Which tests a run takes and in which order."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.which import asks_only_pages, pytest_collection_modifyitems

HERE = Path("tests")


@dataclass(eq=False)
class Item:
    """What the rules look at."""

    path: Path = HERE / "integration" / "topics" / "test_moving.py"
    fixturenames: tuple[str, ...] = ("as_", "app")
    marks: tuple[str, ...] = ()
    on: str = "postgresql"
    callspec: Any = field(init=False)

    def __post_init__(self) -> None:
        self.callspec = SimpleNamespace(params={"database_app": self.on})

    def get_closest_marker(self, name: str) -> str | None:
        return name if name in self.marks else None


PAGE, PAGE_ON_SQLITE = Item(), Item(on="sqlite")
ELSE = [
    Item(fixturenames=("world", "app")),
    Item(fixturenames=("as_", "count_queries")),
    Item(fixturenames=("as_", "live_app")),
    Item(marks=("both_databases",)),
    Item(path=HERE / "integration" / "search" / "test_pages.py"),
]


def taken(items: list[Item]) -> tuple[list[Item], list[Item]]:
    out: list[Item] = []

    def leave_out(items: list[Item]) -> None:
        out.extend(items)

    hook = SimpleNamespace(pytest_deselected=leave_out)
    kept: Any = list(items)
    pytest_collection_modifyitems(SimpleNamespace(hook=hook), kept)  # type: ignore[arg-type]
    return kept, out


def test_pages_alone_are_asked_on_sqlite_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEST_DATABASES", raising=False)
    assert taken([PAGE, PAGE_ON_SQLITE, *ELSE]) == ([PAGE_ON_SQLITE, *ELSE], [PAGE])
    assert not any(asks_only_pages(each) for each in ELSE)  # type: ignore[arg-type]


def test_who_names_the_databases_gets_every_test_on_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_DATABASES", "sqlite,postgresql")
    assert taken([PAGE, PAGE_ON_SQLITE, *ELSE]) == ([PAGE, PAGE_ON_SQLITE, *ELSE], [])


def test_journeys_come_first_and_no_file_is_torn_apart() -> None:
    rule = Item(path=HERE / "unit" / "test_words.py", on="")
    page = Item(path=HERE / "browser" / "test_pages.py", marks=("browser",), on="")
    short = Item(path=HERE / "browser" / "test_loop.py", marks=("browser",), on="")
    journey = Item(path=HERE / "browser" / "test_loop.py", marks=("browser", "slow"), on="")
    assert taken([rule, page, short, rule, journey])[0] == [short, journey, page, rule, rule]
