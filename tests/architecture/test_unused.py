"""Nothing is kept that nobody uses: no function, no method, no class."""

from __future__ import annotations

from tests.architecture.unused import USED, unused


def test_everything_is_used() -> None:
    assert unused() == []


def test_each_exception_says_who_uses_it() -> None:
    assert all(len(who.split()) > 2 for who in USED.values())
