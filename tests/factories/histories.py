"""What may be on record about topics and issues, at random: as it may have come about, and as it may not."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from app.interventions.lifecycle import AGREED, INTERVENTION
from app.replies.models import ReplyStatus
from app.standing.rules.subjects import GatheredFacts, SubjectFacts
from app.standing.rules.work import ActionFacts, InterventionFacts, ReplyFacts
from tests.people import FRIDAY


class Histories:
    """Facts at random, as they may have come about and as they may not."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)

    def at(self) -> datetime:
        return FRIDAY - timedelta(hours=self.dice.randrange(2000))

    def maybe(self, value: Any, share: float = 0.5) -> Any:
        return value if self.dice.random() < share else None

    def action(self) -> ActionFacts:
        state = self.dice.choice(["open", "in_progress", "blocked", "done"])
        here = self.dice.random() < 0.8
        return ActionFacts(3, state, self.at(), self.at(), FRIDAY.date(), 7, "Ben", here)

    def work(self) -> tuple[InterventionFacts, ...]:
        made = []
        for number in range(self.dice.choice([0, 0, 1, 1, 2, 3])):
            state = self.dice.choice(list(INTERVENTION.states))
            agreed = self.at() if state in AGREED else None
            live = agreed if state in {"live", "evaluated", "adopted", "adapted", "abandoned"} else None
            measured = live if state != "live" else None
            action = self.maybe(self.action())
            made.append(InterventionFacts(number, state, self.at(), agreed, live, measured, action))
        return tuple(made)

    def answers(self) -> tuple[ReplyFacts, ...]:
        made = []
        for number in range(self.dice.choice([0, 0, 0, 1, 1, 2])):
            state = self.dice.choice(["draft", "approved", "published", "published"])
            status, out = self.dice.choice(list(ReplyStatus)), self.at() if state == "published" else None
            here = self.dice.random() < 0.8
            said = (number, status, state, self.at(), state == "draft" and self.dice.random() < 0.5, out)
            made.append(ReplyFacts(*said, 5, "Tomos", here, self.maybe(self.action(), 0.3)))
        return tuple(made)

    def subject(self, states: list[str], **own: Any) -> GatheredFacts:
        known = SubjectFacts(
            id=1,
            state=self.dice.choice(states),
            is_over=False,
            state_since=self.at(),
            created_at=FRIDAY - timedelta(hours=2001),
            heard_under=self.maybe(self.at()),
            heard_before=None,
            reopened_at=self.maybe(self.at(), 0.2),
            first_step_at=self.maybe(self.at()),
            last_step_at=self.maybe(self.at()),
            **own,
        )
        return GatheredFacts(known, self.work(), self.answers())
