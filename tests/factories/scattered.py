"""Many rows of every kind that can wait, with states, ties and times at random."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select, update

from app.actions.lifecycle import ACTION
from app.actions.models import Action
from app.core import clock
from app.core.audit import AuditEntry
from app.core.db import db
from app.interventions.lifecycle import AGREED, INTERVENTION
from app.interventions.models import InterventionTarget
from app.networks.models import Membership
from app.replies.models import ReplyStatus
from app.topics.lifecycle import ISSUE, TOPIC
from app.topics.models import IssueResponse, TrickyTopic
from app.workshops.lifecycle import WORKSHOP
from tests.factories.interventions import a_topic, an_intervention
from tests.factories.replies import a_reply, an_issue
from tests.factories.workshops import a_workshop
from tests.people import FRIDAY, IDS, World


class Scattered:
    """Rows of S215. Ben has left, and is still named by some of them."""

    def __init__(self, world: World, dice: Random) -> None:
        self.world, self.dice = world, dice
        self.topics = copies(a_topic(world), 150, lambda: {"state": self.some(*TOPIC.states), "state_since": self.at()})
        self.issues = copies(an_issue(world), 150, self.an_issue)
        self.work = copies(an_intervention(world), 150, self.an_intervention)
        for row_id in self.work:
            target = {"intervention_id": row_id, "topic_id": self.some(*self.topics)}
            db.session.execute(insert(InterventionTarget), target)
        self.actions = copies(agreed(world), 200, self.an_action)
        copies(a_reply(world, db.session.get_one(TrickyTopic, self.topics[0])), 200, self.a_reply)
        copies(a_workshop(world), 30, self.a_workshop)
        for table, ids in (("tricky_topic", self.topics), ("additional_issue", self.issues)):
            for row_id in dice.sample(ids, 30):
                entry = {"subject_kind": table, "subject_id": row_id, "verb": "reopen", "at": self.at()}
                db.session.execute(insert(AuditEntry), entry)
        leave("ben")
        db.session.expire_all()

    def at(self) -> datetime:
        return FRIDAY - timedelta(minutes=self.dice.randrange(100_000))

    def some(self, *values: Any) -> Any:
        return self.dice.choice(values)

    def an_issue(self) -> dict[str, Any]:
        return {
            "state": self.some(*ISSUE.states),
            "state_since": self.at(),
            "routed_to": self.some(None, "module team", "staff tutor", "SST"),
            "owner_id": self.some(None, IDS["ben"], IDS["tomos"]),
            "response": self.some(None, *IssueResponse),
            "responded_at": self.at(),
        }

    def an_intervention(self) -> dict[str, Any]:
        state = self.some(*INTERVENTION.states)
        agreed_at = self.at() if state in AGREED else None
        measured = state in {"evaluated", "adopted", "adapted", "abandoned"}
        return {
            "state": state,
            "state_since": self.at(),
            "agreed_at": agreed_at,
            "live_at": agreed_at if measured or state == "live" else None,
            "measured_at": agreed_at if measured else None,
        }

    def an_action(self) -> dict[str, Any]:
        topic, issue, work = (self.some(*ids) for ids in (self.topics, self.issues, self.work))
        return {
            "state": self.some(*ACTION.states),
            "owner_id": self.some(*[IDS[name] for name in ("amina", "ben", "tomos", "marek", "dilys")]),
            "state_since": self.at(),
            "created_at": self.at(),
            **self.some({"topic_id": topic}, {"issue_id": issue}, {"intervention_id": work}, {}),
        }

    def a_reply(self) -> dict[str, Any]:
        topic, issue, reason = self.some(*self.topics), self.some(*self.issues), self.some(None, "Too long")
        out = {"state": "published", "published_at": self.at()}
        return {
            "status": self.some(*ReplyStatus),
            "action_id": self.some(None, *self.actions),
            "drafted_by_id": self.some(IDS["tomos"], IDS["ben"]),
            "state_since": self.at(),
            **self.some({"topic_id": topic, "issue_id": None}, {"topic_id": None, "issue_id": issue}),
            **self.some(out, {"state": "approved"}, {"state": "draft", "sent_back_reason": reason}),
        }

    def a_workshop(self) -> dict[str, Any]:
        facilitator = self.some(IDS["marek"], IDS["ben"])
        return {"state": self.some(*WORKSHOP.states), "facilitator_id": facilitator, "ics_uid": str(self.at())}


def agreed(world: World) -> Action:
    action = Action(
        network_id=world.s215.id,
        number=9000,
        title="Record the video",
        owner_id=IDS["tomos"],
        due_on=FRIDAY.date(),
        success_indicator="Live by week 15.",
        state="open",
        state_since=FRIDAY,
        created_by_id=IDS["marek"],
        created_at=FRIDAY,
    )
    db.session.add(action)
    return action


def copies(first: Any, count: int, own: Any) -> list[int]:
    """So many rows like the first, but for what `own` says of each."""
    db.session.flush()
    model = type(first)
    like = {each.name: getattr(first, each.name) for each in model.__table__.columns if each.name != "id"}
    for number in range(count):
        db.session.execute(insert(model), {**like, "number": 10_000 + number, **own()})
    return list(db.session.scalars(select(model.id).where(model.number >= 10_000)))


def leave(name: str) -> None:
    """They are no member any more."""
    gone = update(Membership).where(Membership.person_id == IDS[name]).values(left_at=clock.now())
    db.session.execute(gone.execution_options(synchronize_session=False))
