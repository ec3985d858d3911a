"""The API does what its description says: schemathesis reads it, asks, and applies all its checks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import hypothesis
import pytest
import schemathesis
from flask import Flask, current_app, g
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from app.accounts.services.tokens import make_token
from app.api.description import describe
from app.core.db import db
from app.topics import services as topics
from tests.people import World

# The same examples in every run: a fault is found by the change that makes it, not by chance.
FEW = hypothesis.settings(
    max_examples=100, derandomize=True, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck)
)


def _served(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    """The application of the test that runs; each request with a `g` of its own, as tests/client.py says."""
    for name in list(g):
        g.pop(name)
    return current_app.wsgi_app(environ, start)


api = schemathesis.openapi.from_dict(describe())
api.app = _served


@pytest.fixture
def token(world: World, figures: Any) -> dict[str, str]:
    """The header of an analyst who may ask for every module, where a topic is mapped."""
    topic = topics.raise_topic(world.actor("amina"), world.s215, title="Point groups", statement_md="By rote.")
    topics.map_topic(world.actor("wanda"), topic, week_from=7, week_to=9, sites=(), assessments=[])
    world.wanda.is_analyst = True
    made = make_token(world.actor("wanda"), world.wanda, "test")
    db.session.commit()
    return {"Authorization": f"Bearer {made}"}


def test_the_description_served_is_the_one_that_is_tried(app: Flask) -> None:
    assert app.test_client().get("/api/v1/openapi.json").get_json() == describe()


@pytest.mark.parametrize(
    ("address", "method", "allowed"),
    [("/api/v1/measures", "PUT", "GET"), ("/sign-in", "DELETE", "POST"), ("/healthz", "POST", "GET")],
)
def test_whatever_refuses_a_method_says_which_it_takes(app: Flask, address: str, method: str, allowed: str) -> None:
    answer = app.test_client().open(address, method=method)
    assert (answer.status_code, allowed in answer.headers["Allow"]) == (405, True)


def test_a_refusal_names_the_kind_of_token(app: Flask) -> None:
    assert app.test_client().get("/api/v1/measures").headers["WWW-Authenticate"] == "Bearer"


@api.parametrize()
@FEW
def test_with_a_token_all_is_as_described(case: Any, token: dict[str, str]) -> None:
    case.call_and_validate(headers=token)


@api.parametrize()
@FEW
def test_of_what_is_there_all_is_as_described(case: Any, token: dict[str, str]) -> None:
    """Not every good value is there, so a 422 or 404 is no fault; and whatever was wrong with a path is put right here."""
    excluded = [positive_data_acceptance]
    if case.operation.path.endswith("measures"):
        case.query["module"] = "S215"
    else:
        case.path_parameters |= {"slug": "s215", "number": 1}
        excluded.append(negative_data_rejection)
    case.call_and_validate(headers=token, excluded_checks=excluded)


@api.parametrize()
@FEW
def test_without_a_token_all_is_as_described(case: Any, app: Flask) -> None:
    case.call_and_validate()
