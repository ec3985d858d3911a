"""Where something stands follows from facts, and from nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from app.core import clock
from app.standing.loop import ISSUE_WORDS, KEYS, TOPIC_WORDS, LoopFacts, LoopStanding, StepTimes, standing_of
from app.standing.parties import Party
from app.standing.waits import Wait

BEGUN = datetime(2018, 1, 1, 9, 0, tzinfo=UTC)


def after(days: int) -> datetime:
    return BEGUN + timedelta(days=days)


WAIT = Wait("sort", after(20), Party.MODERATOR)


def facts(*done: str, wait: Wait | None = WAIT, **more: Any) -> LoopFacts:
    """A topic for which these steps happened, ten days apart in the order of the loop."""
    at = StepTimes(*(after(10 * place) if key in ("raised", *done) else None for place, key in enumerate(KEYS)))
    return LoopFacts(words=TOPIC_WORDS, at=at, state="", wait=wait, **more)


def states(standing: LoopStanding) -> list[str]:
    return [step.state for step in standing.steps]


def test_a_fresh_topic_is_to_be_discussed_and_its_state_says_who_is_next() -> None:
    standing = standing_of(facts())
    assert standing.present == "discussed"
    assert states(standing) == ["done", "present", *["ahead"] * 5]
    assert standing.waits_for == "the moderator, to take it up, move it or decline it"


def test_the_age_counts_from_the_fact_that_began_the_wait() -> None:
    standing = standing_of(facts("discussed", "prioritised"))
    assert (standing.present, standing.since) == ("agreed", after(20))
    for days in (40, 41):
        with clock.standing_at(after(days)):
            assert standing.age == f"{days - 20} days", "whenever the standing was worked out"


def test_a_step_that_was_passed_over_is_not_needed() -> None:
    assert states(standing_of(facts("prioritised")))[:4] == ["done", "skipped", "done", "present"]
    assert states(standing_of(facts(reached="prioritised")))[:4] == ["done", "skipped", "present", "ahead"]


def test_all_seven_close_the_loop() -> None:
    standing = standing_of(facts(*KEYS, wait=None))
    assert standing.closed
    assert set(states(standing)) == {"done"}


def test_no_because_is_a_full_reply() -> None:
    standing = standing_of(facts("discussed", "replied", wait=None))
    assert standing.closed
    assert states(standing) == ["done", "done", "skipped", "skipped", "skipped", "skipped", "done"]


def test_what_was_declined_waits_for_its_reply() -> None:
    standing = standing_of(facts("discussed", reached="replied"))
    assert (standing.present, states(standing)[2:]) == ("replied", [*["skipped"] * 4, "present"])


def test_a_reply_in_progress_does_not_close_the_loop() -> None:
    standing = standing_of(facts("discussed", "prioritised", "agreed", "replied"))
    assert standing.present == "live"
    assert states(standing)[6] == "done"


def test_what_has_its_reply_and_still_waits_is_at_its_last_step() -> None:
    standing = standing_of(facts(*KEYS))
    assert (standing.present, standing.closed) == ("replied", False)


def test_an_issue_without_an_intervention_is_not_measured() -> None:
    known = facts("discussed", "prioritised", "agreed", "live", not_applicable=frozenset({"measured"}))
    assert standing_of(known).present == "replied"


def test_every_step_has_words_for_both_lists() -> None:
    assert len(TOPIC_WORDS) == len(ISSUE_WORDS) == len(KEYS)
    assert StepTimes._fields == KEYS
