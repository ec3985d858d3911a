"""The states of a network and the stages of a cycle are those of the method."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import pytest

from app.core.errors import Refused
from app.networks.lifecycle import CYCLE, NEEDED_TO_BEGIN, NETWORK, STAGES, missing_to_begin


def reachable(state: str) -> set[str]:
    return {move.target for move in NETWORK.moves_from(state)}


def test_a_network_goes_the_way_of_the_method() -> None:
    assert reachable("draft") == {"begun"}
    assert reachable("begun") == {"active", "dormant"}
    assert reachable("active") == {"dormant", "closed"}
    assert reachable("dormant") == {"active", "closed"}
    assert reachable("closed") == {"archived"}
    assert reachable("archived") == set()


def test_rest_and_closing_need_a_reason() -> None:
    for verb in ("rest", "close"):
        with pytest.raises(Refused, match="say why"):
            NETWORK.move("active", verb)
        assert NETWORK.move("active", verb, "The module ends.").verb == verb


def test_a_draft_cannot_be_declared_active() -> None:
    with pytest.raises(Refused, match="“draft”"):
        NETWORK.move("draft", "activate")


def test_a_cycle_moves_on_by_one_stage() -> None:
    order = list(STAGES)
    for here, there in pairwise(order):
        assert CYCLE.move(here, f"enter_{there}").target == there


def test_a_cycle_goes_back_one_stage_with_a_reason_and_never_two() -> None:
    with pytest.raises(Refused, match="say why"):
        CYCLE.move("workshop", "return_to_priming")
    assert CYCLE.move("workshop", "return_to_priming", "The board was empty.").target == "priming"
    with pytest.raises(Refused):
        CYCLE.move("prioritised", "return_to_priming", "Two at once.")


def test_a_cycle_leaves_out_no_stage() -> None:
    with pytest.raises(Refused):
        CYCLE.move("reconnaissance", "enter_workshop")


def test_each_thing_that_beginning_needs_is_named_when_it_is_missing() -> None:
    network = SimpleNamespace(**dict.fromkeys(NEEDED_TO_BEGIN, 1))
    assert missing_to_begin(network) == []
    for field, words in NEEDED_TO_BEGIN.items():
        assert missing_to_begin(network, {field: None}) == [words]
    network.purpose = ""
    assert missing_to_begin(network) == ["the purpose in one sentence"]
    assert missing_to_begin(network, {"purpose": "To find out."}) == []
