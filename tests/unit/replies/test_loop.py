"""Where something stands follows from facts, and from nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from app.core import clock
from app.replies.loop import ISSUE_WORDS, KEYS, TOPIC_WORDS, LoopFacts, LoopStanding, StepTimes, WaitsFor, standing_of

BEGUN = datetime(2018, 1, 1, 9, 0, tzinfo=UTC)


def after(days: int) -> datetime:
    return BEGUN + timedelta(days=days)


def facts(*done: str, **more: Any) -> LoopFacts:
    """A topic for which these steps happened, ten days apart in the order of the loop."""
    at = StepTimes(*(after(10 * place) if key in ("raised", *done) else None for place, key in enumerate(KEYS)))
    whom = WaitsFor(*(f"whoever does {key}" for key in KEYS))
    return LoopFacts(words=TOPIC_WORDS, at=at, whom=whom, **more)


def states(standing: LoopStanding) -> list[str]:
    return [step.state for step in standing.steps]


def test_a_fresh_topic_waits_to_be_discussed() -> None:
    standing = standing_of(facts())
    assert standing.present == "discussed"
    assert states(standing) == ["done", "present", *["ahead"] * 5]
    assert standing.waits_for == "whoever does discussed"


def test_the_age_counts_from_the_step_before() -> None:
    standing = standing_of(facts("discussed", "prioritised"))
    assert (standing.present, standing.since) == ("agreed", after(20))
    for days in (40, 41):
        with clock.standing_at(after(days)):
            assert standing.age == f"{days - 20} days", "whenever the standing was worked out"


def test_a_step_that_was_passed_over_is_not_needed() -> None:
    standing = standing_of(facts("prioritised"))
    assert states(standing)[:4] == ["done", "skipped", "done", "present"]


def test_all_seven_close_the_loop() -> None:
    standing = standing_of(facts(*KEYS))
    assert standing.closed
    assert set(states(standing)) == {"done"}


def test_no_because_is_a_full_reply() -> None:
    standing = standing_of(facts("discussed", "replied", ended_at=after(61)))
    assert standing.closed
    assert states(standing) == ["done", "done", "skipped", "skipped", "skipped", "skipped", "done"]


def test_what_was_declined_waits_for_its_reply_since_then() -> None:
    standing = standing_of(facts("discussed", ended_at=after(33)))
    assert (standing.present, standing.since) == ("replied", after(33))


def test_a_reply_in_progress_does_not_close_the_loop() -> None:
    standing = standing_of(facts("discussed", "prioritised", "agreed", "replied"))
    assert standing.present == "live"
    assert states(standing)[6] == "done"


def test_a_draft_under_way_shows_since_when_it_waits() -> None:
    standing = standing_of(facts(*KEYS[:-1], reply_since=after(77)))
    assert (standing.present, standing.since) == ("replied", after(77))


def test_an_issue_without_an_intervention_is_not_measured() -> None:
    known = facts("discussed", "prioritised", "agreed", "live", not_applicable=frozenset({"measured"}))
    assert standing_of(known).present == "replied"


def test_every_step_has_words_for_both_lists() -> None:
    assert len(TOPIC_WORDS) == len(ISSUE_WORDS) == len(KEYS)
    assert StepTimes._fields == WaitsFor._fields == KEYS
