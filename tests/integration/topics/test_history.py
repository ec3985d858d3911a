"""What happened to a topic or an issue: behind a fold on its page, on a page of its own without a script."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.topics.models import AdditionalIssue, TrickyTopic
from tests.client import StrictClient

As = Callable[[str | None], StrictClient]


@pytest.mark.parametrize("kind", ["topics", "issues"])
def test_the_fold_leads_to_a_page_that_says_each_step(
    kind: str, ready: TrickyTopic, issue: AdditionalIssue, as_: As
) -> None:
    address = f"/networks/s215/{kind}/1"
    [fold] = as_("ben").get(address).find_all("details", id="history")
    [link] = fold.iter("a")
    assert link.get("href") == f"{address}/history"
    page = as_("ben").get(f"{address}/history")
    assert "Raised it" in page.text
    assert page.find_all("a", href=address), "and back"


def test_the_fold_itself_gets_the_steps_alone(ready: TrickyTopic, as_: As) -> None:
    answer = as_("ben").client.get("/networks/s215/topics/1/history", headers={"HX-Request": "true"}).text
    assert "Moved it to “under discussion”" in answer
    assert "<html" not in answer


@pytest.mark.parametrize(("who", "status"), [("chidi", 404), ("ada", 404), (None, 401), ("spencer", 200)])
def test_who_reads_it(who: str | None, status: int, ready: TrickyTopic, issue: AdditionalIssue, as_: As) -> None:
    for kind in ("topics", "issues"):
        assert as_(who).get(f"/networks/s215/{kind}/1/history").status == status


def test_a_topic_that_is_not_there_has_no_history(ready: TrickyTopic, as_: As) -> None:
    assert as_("ben").get("/networks/s215/topics/7/history").status == 404
    assert as_("ben").get("/networks/s215/issues/7/history").status == 404
