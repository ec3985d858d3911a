"""Numbers that no row can have, wherever an address may carry one: nothing there, and never an error of ours."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.client import StrictClient

ODD = ["0", "99999999999999999999999999", "2147483648", "²", "٣", "-1", "1e3", "%00"]
PATHS = [
    "discussions/{}",
    "posts/{}",
    "topics/{}",
    "issues/{}",
    "interventions/{}",
    "actions/{}",
    "replies/{}",
    "topics?after={}",
    "issues?after={}",
    "interventions?after={}",
    "actions?after={}",
    "actions?topic={}",
    "forums/tricky-topics?after={}",
    "topics/new?post={}",
    "issues/new?post={}",
    "interventions/new?topic={}",
    "interventions/new?follows={}",
    "replies/new?topic={}",
]


@pytest.mark.parametrize("path", PATHS)
def test_odd_numbers_lead_nowhere(as_: Callable[[str | None], StrictClient], path: str) -> None:
    client = as_("amina")
    for number in ODD:
        page = client.get(f"/networks/s215/{path.format(number)}", strict=False)
        assert page.status in {200, 302, 303, 403, 404}, f"{number}: {page.status}"
