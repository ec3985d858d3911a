"""GET /api/v1/networks/<slug>/topics/<number>/overlay, and the same figures on the topic's page."""

from __future__ import annotations

from typing import Any

import pytest

from app.accounts.services.tokens import make_token
from app.analytics.demo.mapping import TOPIC_SITES
from app.core.db import db
from app.topics import services as topics
from app.topics.models import TrickyTopic
from tests.people import World

URL = "/api/v1/networks/s215/topics/1/overlay"


@pytest.fixture
def topic(world: World, figures: Any) -> TrickyTopic:
    """A topic of S215, mapped to the weeks and pages of point groups."""
    raised = topics.raise_topic(world.actor("amina"), world.s215, title="Point groups", statement_md="By rote.")
    topics.map_topic(
        world.actor("wanda"),
        raised,
        week_from=7,
        week_to=9,
        sites=TOPIC_SITES["S215", "point-groups"],
        assessments=[("TMA02", "Q4")],
    )
    db.session.commit()
    return raised


def _get(app: Any, world: World, name: str, url: str = URL) -> Any:
    token = make_token(world.actor(name), getattr(world, name), "test")
    db.session.commit()
    return app.test_client().get(url, headers={"Authorization": f"Bearer {token}"})


def test_every_member_reads_the_overlay(app: Any, world: World, topic: TrickyTopic) -> None:
    told = _get(app, world, "amina").get_json()
    assert told["mapping"]["week_from"] == 7
    assert told["mapping"]["assessments"] == ["TMA02"]
    runs = {one["presentation"]: one for one in told["presentations"]}
    assert set(runs) == {"16J", "17J"}
    week8 = next(week for week in runs["16J"]["weeks"] if week["week"] == 8)
    # 322 of 505 in the story.
    assert (week8["registered"], week8["active_mapped"], week8["active_mapped_pct"]) == (505, 320, 64)


def test_a_stranger_gets_404(app: Any, world: World, topic: TrickyTopic) -> None:
    assert _get(app, world, "chidi").status_code == 404


def test_an_unmapped_topic_says_so(app: Any, world: World, figures: Any) -> None:
    topics.raise_topic(world.actor("amina"), world.s215, title="Not mapped", statement_md="Yet.")
    answer = _get(app, world, "amina")
    assert answer.status_code == 404
    assert "not mapped" in answer.get_json()["error"]["message"]


def test_the_page_shows_chart_table_source_and_limits(as_: Any, topic: TrickyTopic) -> None:
    page = as_("ben").get("/networks/s215/topics/1")
    assert "<svg" in page.html
    for words in ("What students did", "How to read this", "What this cannot tell you", "Where does this come from?"):
        assert words in page.text
    assert "Invented for the demonstration" in page.text
    assert "320" in page.text
    assert "322" not in page.text, "an unrounded count left the store"


def test_the_module_page_shows_the_whole_module(as_: Any, figures: Any) -> None:
    page = as_("ben").get("/networks/s215/data")
    assert page.status == 200
    assert "What students did in S215" in page.text
    assert as_("chidi").get("/networks/s215/data").status == 404


def test_a_module_without_a_dataset_says_what_to_do(as_: Any) -> None:
    page = as_("ben").get("/networks/s215/data")
    assert "No dataset for S215 yet" in page.text


def test_the_mapping_form_offers_what_the_dataset_knows(as_: Any, topic: TrickyTopic) -> None:
    page = as_("wanda").get("/networks/s215/topics/1/mapping")
    assert "oucontent" in [box.get("value") for box in page.find_all("input", name="known_types")]
    assert "TMA02, due in week" in page.text
    assert "it has figures for weeks" in page.text
