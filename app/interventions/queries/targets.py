"""What a proposal may be for: the network's open topics with their stumbling blocks, and its open issues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from app.core.actor import Actor
from app.core.db import db
from app.core.numbers import names_a_row
from app.networks.models import LearningNetwork
from app.topics.models import AdditionalIssue, TrickyTopic
from app.topics.policy import visible_issues, visible_topics

#: Their place was taken by something else, so nothing can be made for them.
GONE = ("merged", "moved_to_issue", "declined")


@dataclass(frozen=True)
class TargetChoices:
    topics: Sequence[TrickyTopic]
    issues: Sequence[AdditionalIssue]

    @property
    def values(self) -> set[str]:
        """Every value a checkbox may have."""
        return (
            {f"topic:{topic.id}" for topic in self.topics}
            | {f"block:{block.id}" for topic in self.topics for block in topic.blocks}
            | {f"issue:{issue.id}" for issue in self.issues}
        )

    def apart(self, chosen: set[str]) -> tuple[TargetChoices, TargetChoices]:
        """Those of which something is chosen, and the others."""
        near = {topic for topic in self.topics if TargetChoices([topic], ()).values & chosen}
        picked = {issue for issue in self.issues if f"issue:{issue.id}" in chosen}
        return (
            TargetChoices(
                [each for each in self.topics if each in near], [each for each in self.issues if each in picked]
            ),
            TargetChoices(
                [each for each in self.topics if each not in near], [each for each in self.issues if each not in picked]
            ),
        )


def target_choices(network: LearningNetwork, keep: set[str], *, seen_by: Actor) -> TargetChoices:
    """Open topics and issues, most votes first; those named in `keep` ("topic:7") also when closed since."""
    kept_topics, kept_issues = _numbers(keep, "topic:"), _numbers(keep, "issue:")
    topics = (
        select(TrickyTopic)
        .where(
            TrickyTopic.network_id == network.id,
            visible_topics(seen_by),
            or_(TrickyTopic.state.not_in(GONE), TrickyTopic.id.in_(kept_topics)),
        )
        .order_by(TrickyTopic.vote_count.desc(), TrickyTopic.number)
        .options(selectinload(TrickyTopic.blocks))
    )
    issues = (
        select(AdditionalIssue)
        .where(
            AdditionalIssue.network_id == network.id,
            visible_issues(seen_by),
            or_(AdditionalIssue.state != "closed", AdditionalIssue.id.in_(kept_issues)),
        )
        .order_by(AdditionalIssue.vote_count.desc(), AdditionalIssue.number)
    )
    return TargetChoices(db.session.scalars(topics).all(), db.session.scalars(issues).all())


def _numbers(values: set[str], kind: str) -> list[int]:
    """The ids of one kind; what a form sent may be anything, and what names no row is left out."""
    named = (value.removeprefix(kind) for value in values if value.startswith(kind))
    return [int(number) for number in named if names_a_row(number)]
