"""Random walks through the services: people of S215 do what comes to their minds, and most of it is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import joinedload

from app.actions import services as actions
from app.actions.models import Action
from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import DomainError
from app.interventions import services as interventions
from app.interventions.models import Intervention, Verdict, VoteStance
from app.networks.deputies.services import name_deputy
from app.networks.models import LearningNetwork, Membership
from app.networks.services import leave
from app.replies import services as replies
from app.replies.models import LoopReply, ReplyStatus
from app.topics import services as topics
from app.topics.lifecycle import TOPIC
from app.topics.models import AdditionalIssue, IssueCategory, IssueResponse, TrickyTopic
from app.topics.services.moving import put_in_state
from tests.factories.actions import a_draft
from tests.factories.interventions import a_proposal, a_topic
from tests.factories.replies import an_issue, some_words, speak_under
from tests.people import World

WALKERS = ("amina", "ben", "tomos", "dilys", "marek", "wanda", "saoirse")
#: Who may go, and comes back another day: the network keeps a chair and a moderator.
MAY_GO = ("amina", "ben", "tomos", "wanda")
WHY = "Said so on a walk."


class Walk:
    """One history: a topic or an issue, and what becomes of it and of all that hangs on it."""

    def __init__(self, world: World, dice: Random) -> None:
        self.world, self.dice, self.done = world, dice, 0
        # Who went on another walk is back.
        back = update(Membership).where(Membership.person_id.in_([getattr(world, name).id for name in MAY_GO]))
        db.session.execute(back.values(left_at=None).execution_options(synchronize_session="fetch"))
        self.topics: list[TrickyTopic] = [a_topic(world)]
        self.issues: list[AdditionalIssue] = [an_issue(world)]
        self.work: list[Intervention] = []
        self.actions: list[Action] = []
        self.replies: list[LoopReply] = []

    def go(self, steps: int) -> None:
        """So many attempts; each is done as a whole or not at all."""
        for _ in range(steps):
            step = self.dice.choice(self._steps())
            for name in self.dice.sample(WALKERS, 4):
                try:
                    with db.session.begin_nested():
                        step(self.world.actor(name))
                        db.session.flush()
                except DomainError:
                    db.session.expire_all()
                    continue
                self.done += 1
                break

    def _steps(self) -> list[Callable[[Actor], Any]]:
        steps: list[Callable[[Actor], Any]] = [*3 * self._about_topics(), *2 * self._about_issues(), *self._people()]
        for made, more in (
            (self.work, self._about_work),
            (self.actions, self._about_actions),
            (self.replies, self._about_replies),
        ):
            steps += 3 * more() if made else []
        return steps

    def _about_topics(self) -> list[Callable[[Actor], Any]]:
        topic, verb = self.dice.choice(self.topics), self.dice.choice([each.verb for each in TOPIC.moves])
        subject = self.dice.choice([topic, *self.issues])
        return [
            lambda who: topics.move_topic(who, topic, verb, WHY),
            # Its blocks and examples are no matter here.
            lambda who: topic.state == "under_discussion" and put_in_state(who, topic, "shortlist", "shortlisted", ""),
            lambda who: topics.cast_vote(who, subject),
            lambda _who: speak_under(self.world, "saoirse", subject),
            lambda _who: self.topics.append(a_topic(self.world)) if len(self.topics) < 3 else None,
            lambda who: topics.merge_topic(who, topic, self.dice.choice(self.topics), WHY),
            lambda who: self.issues.append(topics.move_to_issue(who, topic, IssueCategory.VOLUME, WHY)),
            lambda who: self.work.append(
                interventions.propose_intervention(who, self.world.s215, a_proposal(topic, topic_ids=[topic.id]))
            ),
            lambda who: self._agree(who, topic_id=topic.id),
            lambda who: self.replies.append(self._draft(who, subject)),
        ]

    def _agree(self, who: Actor, **source: int) -> None:
        owner = self.dice.choice(MAY_GO)
        draft = a_draft(self.world, owner, days=self.dice.randrange(1, 40), **source)
        self.actions.append(actions.agree_action(who, self.world.s215, draft))

    def _draft(self, who: Actor, subject: TrickyTopic | AdditionalIssue) -> LoopReply:
        return replies.draft_reply(who, subject, some_words(status=self.dice.choice(list(ReplyStatus))))

    def _about_issues(self) -> list[Callable[[Actor], Any]]:
        issue, verb = self.dice.choice(self.issues), self.dice.choice(["acknowledge", "close", "reopen"])
        owner = self.dice.choice([None, *MAY_GO])
        routed = {
            "routed_to": self.dice.choice(["module team", "staff tutor"]),
            "owner_id": owner and getattr(self.world, owner).id,
        }
        response = self.dice.choice(list(IssueResponse))
        return [
            lambda who: topics.move_issue(who, issue, verb, WHY),
            lambda who: topics.route_issue(who, issue, reason=WHY, **routed),
            lambda who: topics.respond_to_issue(who, issue, response=response, response_md="So."),
            lambda who: self._agree(who, issue_id=issue.id),
        ]

    def _about_work(self) -> list[Callable[[Actor], Any]]:
        one = self.dice.choice(self.work)
        runs = {"presentation_id": self.world.presentation("18J").id}
        outcome = interventions.EvaluatedOutcome(verdict=self.dice.choice(list(Verdict)), words_md="So it was.")
        conclusion = self.dice.choice(["adopt", "adapt", "abandon"])
        no_vote = VoteStance.NO_VOTE
        return [
            lambda who: interventions.support(who, one),
            lambda who: interventions.accept(who, one, WHY, no_vote),
            lambda who: interventions.decline(who, one, WHY, no_vote),
            lambda who: interventions.defer(who, one, runs["presentation_id"], WHY, no_vote),
            lambda who: interventions.move_on(who, one, self.dice.choice(["design", "produce"])),
            lambda who: interventions.make_ready(who, one, not_evaluated_because=WHY),
            lambda who: interventions.go_live(who, one, live_on=clock.today(), **runs),
            lambda who: interventions.record_outcome(who, one, outcome),
            lambda who: interventions.conclude(who, one, conclusion, WHY),
            lambda who: self._agree(who, intervention_id=one.id),
        ]

    def _about_actions(self) -> list[Callable[[Actor], Any]]:
        one = self.dice.choice(self.actions)
        verb = self.dice.choice(["start", "block", "unblock", "finish", "verify", "send_back", "drop"])
        return [lambda who: actions.move_action(who, one, verb, WHY)]

    def _about_replies(self) -> list[Callable[[Actor], Any]]:
        one = self.dice.choice(self.replies)
        return [
            lambda who: replies.approve_reply(who, one),
            lambda who: replies.send_back_reply(who, one, WHY),
            lambda who: replies.publish_reply(who, one),
        ]

    def _people(self) -> list[Callable[[Actor], Any]]:
        name = self.dice.choice(MAY_GO)
        person_id = getattr(self.world, name).id
        back = update(Membership).where(Membership.person_id == person_id).values(left_at=None)
        until = clock.today() + timedelta(days=3)
        return [
            lambda _who: leave(self.world.actor(name), self.world.s215, withhold_name=False),
            lambda _who: db.session.execute(back.execution_options(synchronize_session="fetch")),
            lambda who: name_deputy(who, self._network(), person_id, until),
        ]

    def _network(self) -> LearningNetwork:
        with_module = [joinedload(LearningNetwork.module)]
        return db.session.get_one(LearningNetwork, self.world.s215.id, options=with_module, populate_existing=True)
