"""Counts of votes follow when two accounts become one: a person has one vote."""

from __future__ import annotations

from sqlalchemy import func, select, update

from app.accounts.events import AccountsMerged
from app.core.db import db
from app.topics.models import AdditionalIssue, TrickyTopic, Vote


def count_votes_anew(event: AccountsMerged) -> None:
    """Of what the person has voted for: of two votes of theirs one is left."""
    for model, column in ((TrickyTopic, Vote.topic_id), (AdditionalIssue, Vote.issue_id)):
        many = select(func.count(Vote.id)).where(column == model.id).scalar_subquery()
        theirs = select(column).where(Vote.person_id == event.person_id, column.is_not(None))
        change = update(model).where(model.id.in_(theirs)).values(vote_count=many)
        db.session.execute(change.execution_options(synchronize_session=False))
