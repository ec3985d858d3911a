"""Rooms are live by whichever name of the machine the site was opened, and streams are lent to no other site."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from app import create_app
from app.web.serving.stream_origin import by_own_name
from config import Settings


@pytest.mark.parametrize(
    ("origin", "asked", "found"),
    [
        ("http://127.0.0.1:8001", "127.0.0.1:8000", "http://127.0.0.1:8001"),
        ("http://127.0.0.1:8001", "localhost:8000", "http://localhost:8001"),
        ("http://localhost:8001", "127.0.0.1:8000", "http://127.0.0.1:8001"),
        ("http://127.0.0.1:8001", "[::1]:8000", "http://[::1]:8001"),
        ("http://127.0.0.1", "localhost", "http://localhost"),
        # A name that anybody can send is not believed.
        ("http://127.0.0.1:8001", "evil.example", "http://127.0.0.1:8001"),
        ("https://streams.example", "localhost:8000", "https://streams.example"),
        ("http://127.0.0.1:8001", "[half", "http://127.0.0.1:8001"),
        ("", "localhost:8000", ""),
    ],
)
def test_an_origin_takes_the_name_that_was_asked_for(origin: str, asked: str, found: str) -> None:
    assert by_own_name(origin, asked) == found


@pytest.fixture
def by_ports(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A site whose streams come from the next port."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("origin"))
    return create_app(replace(settings, base_url="http://127.0.0.1:8000", stream_url="http://127.0.0.1:8001"))


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_a_page_may_connect_to_the_stream_of_its_own_name(by_ports: Flask, name: str) -> None:
    answer = by_ports.test_client().get("/sign-in", headers={"Host": f"{name}:8000"})
    policy = answer.headers["Content-Security-Policy"]
    assert f"connect-src 'self' http://{name}:8001;" in policy


def test_a_port_of_this_machine_is_offered_to_nobody_elsewhere(by_ports: Flask) -> None:
    """Behind a proxy streams come from the site's own address, though whoever started it named a port."""
    answer = by_ports.test_client().get("/sign-in", headers={"Host": "networks.example.org"})
    assert "connect-src 'self';" in answer.headers["Content-Security-Policy"]


def test_no_other_name_gets_into_the_policy(by_ports: Flask) -> None:
    answer = by_ports.test_client().get("/sign-in", headers={"Host": "evil.example"})
    assert "evil" not in answer.headers["Content-Security-Policy"]
