"""Nobody is sent to a foreign address after signing in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.redirects import own_path


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
