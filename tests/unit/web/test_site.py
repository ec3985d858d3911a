"""Addresses that are remembered are those that Flask builds; and a link knows whether it leads here."""

from __future__ import annotations

import pytest
from flask import Flask, url_for
from werkzeug.routing import BuildError, Rule

from app.web.page.frame import HERE, here
from app.web.serving.site import Site


@pytest.fixture
def site() -> Flask:
    made = Site("plain", static_folder=None)
    made.add_url_rule("/things/<int:number>", "thing", lambda number: f"{number}")
    return made


def test_an_address_is_the_one_flask_builds(site: Flask) -> None:
    with site.test_request_context("/"):
        for _ in range(2):  # the second is remembered
            assert url_for("thing", number=3) == "/things/3"
            assert url_for("thing", number=4, q="a b") == "/things/4?q=a+b"
            assert url_for("thing", number=4, q=["a", "b"]) == "/things/4?q=a&q=b"
            assert url_for("thing", number=3, _anchor="x") == "/things/3#x"
            assert url_for("thing", number=3, _external=True) == "http://localhost/things/3"
            with pytest.raises(BuildError):
                url_for("nothing")


def test_a_route_writes_how_its_addresses_are_built_when_it_is_asked(
    site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    write = Rule._compile_builder

    def noted(rule: Rule, *how: bool) -> object:
        written.append(rule.rule)
        return write(rule, *how)

    monkeypatch.setattr(Rule, "_compile_builder", noted)
    site.add_url_rule("/rules/<rule>/<int:number>", "rule", lambda rule, number: f"{rule} {number}")
    assert written == []
    with site.test_request_context("/"):
        for number in (1, 2):
            assert url_for("rule", rule="a b", number=number, q=3) == f"/rules/a%20b/{number}?q=3"
    assert written == ["/rules/<rule>/<int:number>"]


def test_an_address_under_a_prefix_is_its_own(site: Flask) -> None:
    with site.test_request_context("/"):
        assert url_for("thing", number=3) == "/things/3"
    with site.test_request_context("/", environ_overrides={"SCRIPT_NAME": "/networks"}):
        assert url_for("thing", number=3) == "/networks/things/3"


@pytest.mark.parametrize(
    ("path", "url", "within", "expected"),
    [
        ("/networks/s215", "/networks/s215", "", HERE),
        ("/networks/s215/topics", "/networks/s215", "", ""),
        ("/networks/s215/topics/3", "/networks/s215/topics", "", HERE),
        ("/networks/s215/topics-old", "/networks/s215/topics", "", ""),
        ("/networks/s215/discussions/1", "/networks/s215/forums", "/networks/s215/forums", HERE),
        ("/home", "/", "", ""),
    ],
)
def test_a_link_is_current_where_the_page_lies_under_it(
    site: Flask, path: str, url: str, within: str, expected: str
) -> None:
    with site.test_request_context(path):
        assert here(url, "/networks/s215", within) == expected
