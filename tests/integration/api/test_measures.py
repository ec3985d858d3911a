"""GET /api/v1/measures: any mapping of a module, for its chair and analysts and for site-wide analysts."""

from __future__ import annotations

from typing import Any

import pytest

from app.accounts.services.tokens import make_token
from app.core.db import db
from app.networks.models import Membership, Role
from tests.people import World

URL = "/api/v1/measures"
TMA03 = {"module": "S215", "presentation": "17J", "week_from": "9", "week_to": "13", "assessments": "TMA03"}


@pytest.fixture
def ask(app: Any, world: World, figures: Any) -> Any:
    """`ask("wanda", module="S215")`: status and JSON, asked with Wanda's token."""

    def get(name: str | None, url: str = URL, **query: str) -> tuple[int, Any]:
        headers = {}
        if name:
            token = make_token(world.actor(name), getattr(world, name), "test")
            headers["Authorization"] = f"Bearer {token}"
        db.session.commit()
        answer = app.test_client().get(url, query_string=query, headers=headers)
        return answer.status_code, answer.get_json()

    return get


def test_the_analyst_gets_the_promised_shape(ask: Any) -> None:
    status, told = ask("wanda", **TMA03)
    assert status == 200
    assert set(told) == {"dataset", "mapping", "presentations"}
    assert set(told["dataset"]) == {"version", "source", "attribution", "imported_at"}
    [presentation] = told["presentations"]
    assert (presentation["module"], presentation["presentation"]) == ("S215", "17J")
    assert list(presentation["weeks"][0]) == [
        "week",
        "registered",
        "active_any",
        "active_mapped",
        "active_mapped_pct",
        "clicks_per_active",
        "withdrawn",
    ]
    assert [one["assessment"] for one in presentation["assessments"]] == ["TMA03"]
    assert presentation["assessments"][0]["submitted"] == 460  # 462 in the story
    assert presentation["weeks"][-1]["week"] > 13, "mapped weeks do not cut the series"


def test_the_chair_may_ask_and_a_tutor_is_told_who_may(ask: Any) -> None:
    assert ask("dilys", **TMA03)[0] == 200
    status, told = ask("amina", **TMA03)
    assert status == 403
    assert "chair and the analysts" in told["error"]["message"]


def test_a_stranger_cannot_tell_another_module_from_none(ask: Any) -> None:
    theirs = ask("chidi", **TMA03)
    none = ask("chidi", module="XX999")
    assert theirs == none
    assert theirs[0] == 404


def test_a_site_wide_analyst_asks_for_every_module(ask: Any, world: World) -> None:
    world.chidi.is_analyst = True
    assert ask("chidi", **TMA03)[0] == 200


def test_a_module_of_no_dataset_is_not_there(ask: Any, world: World) -> None:
    world.chidi.is_analyst = True
    status, told = ask("chidi", module="XX999")
    assert (status, told["error"]["message"]) == (404, "No dataset has the module XX999.")


def test_nobody_gets_in_without_a_token(ask: Any) -> None:
    status, told = ask(None, **TMA03)
    assert status == 401
    assert "bearer token" in told["error"]["message"]


def test_a_revoked_members_token_opens_nothing(ask: Any, world: World) -> None:
    member = db.session.query(Membership).filter_by(person_id=world.wanda.id, role=Role.ANALYST).one()
    member.left_at = world.s215.created_at
    assert ask("wanda", **TMA03)[0] == 404


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ({}, "module", "name a module"),
        ({"module": "S215", "presentation": "99X"}, "presentation", "has no presentation 99X"),
        ({"module": "S215", "week_from": "nine"}, "week_from", "“nine”, which is not a whole number"),
        ({"module": "S215", "week_from": "9", "week_to": "8"}, "week_from", "after week_to"),
        ({"module": "S215", "activity_types": "quizz"}, "activity_types", "no activity type quizz"),
        ({"module": "S215", "sites": "1"}, "sites", "no site 1"),
        ({"module": "S215", "assessments": "TMA99"}, "assessments", "no assessment TMA99"),
        ({"module": "S215", "weeks": "3"}, "weeks", "no parameter weeks"),
        ({"module": "S215", "presentation": " "}, "presentation", "presentation is empty"),
        ({"module": "S215", "week_to": ""}, "week_to", "week_to is empty"),
        ({"module": "S215", "sites": "1,,2"}, "sites", "nothing between two commas"),
    ],
)
def test_a_wrong_parameter_is_named(ask: Any, query: dict[str, str], field: str, words: str) -> None:
    status, told = ask("wanda", **query)
    assert status in {404, 422} if not query else status == 422
    if status == 422:
        assert field in told["error"]["fields"]
        assert words in told["error"]["message"]


def test_the_description_is_open_and_names_every_call(app: Any) -> None:
    told = app.test_client().get("/api/v1/openapi.json").get_json()
    assert set(told["paths"]) == {
        "/api/v1/networks/{slug}/topics/{number}/overlay",
        "/api/v1/measures",
        "/api/v1/networks/{slug}/{which}/{number}",
    }
