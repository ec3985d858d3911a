"""What each kind of test takes, printed at the end of every run: so that a slow kind is seen before it is a habit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    kinds = means(
        terminalreporter.getreports("") + terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
    )
    if kinds:
        terminalreporter.section("mean durations")
    for kind, (tests, seconds) in sorted(kinds.items()):
        terminalreporter.write_line(
            f"{kind:14}{tests:6} tests{1000 * seconds / tests:9.0f} ms each{seconds:8.0f} s in all"
        )


def means(reports: Iterable[pytest.TestReport]) -> dict[str, tuple[int, float]]:
    """How many tests of each kind (the folder below tests/) were run, and the seconds they took with their set-ups."""
    tests: dict[str, set[str]] = defaultdict(set)
    seconds: dict[str, float] = defaultdict(float)
    for each in reports:
        kind = each.nodeid.split("/")[1] if each.nodeid.count("/") > 1 else "others"
        tests[kind].add(each.nodeid)
        seconds[kind] += each.duration
    return {kind: (len(names), seconds[kind]) for kind, names in tests.items()}
