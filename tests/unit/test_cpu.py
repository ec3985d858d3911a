"""A limit of processor time is one."""

from __future__ import annotations

import pytest

from tests.cpu import KNOWN_SECONDS, at_most


def test_what_takes_longer_is_said() -> None:
    with pytest.raises(AssertionError, match="took"), at_most(KNOWN_SECONDS / 5):
        sum({str(n): n for n in range(300_000)}.values())


def test_what_takes_no_time_passes() -> None:
    with at_most(1):
        pass
