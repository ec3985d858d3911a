"""Interventions stay with their topic when it is merged into another or moved to the second list."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import aliased

from app.accounts.events import AccountsMerged
from app.core.actor import NOBODY
from app.core.db import db
from app.interventions.models import InterventionTarget
from app.interventions.services.supporting import count_support_anew
from app.topics.events import IssueRaised, TopicsMerged


def follow_merged_topic(event: TopicsMerged) -> None:
    """What was for the source is for the target too. Its stumbling blocks stay named: they stay readable there."""
    _follow(event.source_id, topic_id=event.target_id, issue_id=None)


def follow_moved_topic(event: IssueRaised) -> None:
    """What was for a topic that turned out not to be conceptual is for the issue that took its place."""
    if event.from_topic_id is not None:
        _follow(event.from_topic_id, topic_id=None, issue_id=event.issue_id)


def follow_merged_accounts(event: AccountsMerged) -> None:
    count_support_anew(NOBODY, event.person_id)


def _follow(source_id: int, *, topic_id: int | None, issue_id: int | None) -> None:
    there = aliased(InterventionTarget)
    same = there.topic_id == topic_id if topic_id is not None else there.issue_id == issue_id
    already = select(there.intervention_id).where(same, there.block_id.is_(None))
    following = (
        select(InterventionTarget.intervention_id)
        .where(InterventionTarget.topic_id == source_id, InterventionTarget.intervention_id.not_in(already))
        .distinct()
    )
    for intervention_id in db.session.scalars(following).all():
        db.session.add(InterventionTarget(intervention_id=intervention_id, topic_id=topic_id, issue_id=issue_id))
    whole = delete(InterventionTarget).where(
        InterventionTarget.topic_id == source_id, InterventionTarget.block_id.is_(None)
    )
    db.session.execute(whole.execution_options(synchronize_session=False))
