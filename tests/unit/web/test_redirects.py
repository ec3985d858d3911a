"""Nobody is sent to a foreign address after signing in, and everybody back to where they were."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.web.page.redirects import here, own_path


@pytest.mark.parametrize("path", ["/", "/home", "/networks/s215?after=3#post-4", "/search?q=a%2Fb"])
def test_own_paths_are_kept(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "home",
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "/\t/elsewhere.example",
        "/home\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
    ],
)
def test_anything_else_becomes_the_way_home(target: str | None) -> None:
    assert own_path(target, "/home") == "/home"


@given(st.text())
def test_whatever_is_given_the_answer_stays_here(target: str) -> None:
    answer = own_path(target)
    assert answer.startswith("/")
    assert not answer.startswith(("//", "/\\"))


@pytest.mark.parametrize(
    ("address", "sent", "expected"),
    [
        ("/", {}, "/"),
        ("/networks/s215/topics?state=open&after=3", {}, "/networks/s215/topics?state=open&after=3"),
        ("/search?q=a%2Fb%26c%3Fd", {}, "/search?q=a%2Fb%26c%3Fd"),
        ("/a%20b%3Fc", {}, "/a%20b%3Fc"),
        ("/caf%C3%A9", {}, "/caf%C3%A9"),
        ("//elsewhere.example/x", {}, "/elsewhere.example/x"),
        ("/part", {"HX-Request": "true", "HX-Current-URL": "http://localhost/page?a=1#x"}, "/page?a=1"),
        ("/part", {"HX-Request": "true", "Referer": "http://localhost/page"}, "/page"),
        ("/part", {"HX-Request": "true"}, "/"),
    ],
)
def test_the_page_before_the_reader_is_known(address: str, sent: dict[str, str], expected: str) -> None:
    path, _, query = address.partition("?")
    environ = {"PATH_INFO": unquote(path).encode().decode("latin-1"), "QUERY_STRING": query}
    with Flask("bare").test_request_context(headers=sent, environ_overrides=environ):
        assert here() == expected


@pytest.mark.parametrize(
    ("referer", "expected"),
    [
        ("http://localhost/networks/s215/forums?page=2", "/networks/s215/forums?page=2"),
        ("http://elsewhere.example/home", "/"),
        ("http://localhost//elsewhere.example", "/"),
        ("http://[", "/"),
        ("", "/"),
    ],
)
def test_behind_a_form_it_is_the_page_that_the_form_stands_on(referer: str, expected: str) -> None:
    with Flask("bare").test_request_context("/sent", method="POST", headers={"Referer": referer}):
        assert here() == expected
