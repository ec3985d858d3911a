"""The states of an action, without a database."""

from __future__ import annotations

import pytest

from app.actions.lifecycle import ACTION, PRESSING, SETTLED
from app.core.errors import Refused


def test_the_whole_way_with_a_block_and_a_return() -> None:
    state = ACTION.initial
    steps = [
        ("start", ""),
        ("block", "The media queue is full."),
        ("unblock", ""),
        ("finish", ""),
        ("send_back", "The link is dead."),
        ("finish", ""),
        ("verify", ""),
    ]
    for verb, reason in steps:
        state = ACTION.move(state, verb, reason).target
    assert state == "verified"


@pytest.mark.parametrize(("state", "verb"), [("open", "block"), ("done", "send_back"), ("blocked", "drop")])
def test_bad_news_needs_a_reason(state: str, verb: str) -> None:
    with pytest.raises(Refused, match="say why"):
        ACTION.move(state, verb)


@pytest.mark.parametrize("state", sorted(SETTLED))
def test_nothing_moves_once_it_is_settled(state: str) -> None:
    assert ACTION.moves_from(state) == ()


def test_a_blocked_action_is_not_claimed_done() -> None:
    with pytest.raises(Refused):
        ACTION.move("blocked", "finish")


def test_only_what_is_claimed_done_is_verified() -> None:
    assert {source for move in ACTION.moves if move.verb == "verify" for source in move.source} == {"done"}


def test_overdue_is_no_state() -> None:
    assert "overdue" not in ACTION.states
    assert PRESSING.isdisjoint(SETTLED)
