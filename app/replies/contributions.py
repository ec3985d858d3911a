"""Who spoke on a topic or an issue, as SQL that is only ever a part of another statement.

Whoever wrote or seconded something in a workshop spoke on each topic and issue that came out of it: of an unattributed
workshop nobody knows more than that.

A vote is secret: these selections never reach a page, a count or a log. One ends inside an
INSERT … SELECT that writes a row for each person alone; the other asks about the reader only.
"""

from __future__ import annotations

from sqlalchemy import CTE, Select, select, union
from sqlalchemy.sql.selectable import CompoundSelect

from app.forums.models import Post
from app.topics.models import AdditionalIssue, ProblemExample, TrickyTopic, Vote
from app.workshops.models import Outcome, WorkshopMember


def contributors(*, topic_id: int | None = None, issue_id: int | None = None) -> CompoundSelect[int]:
    """The ids of everyone who raised it, posted under it or in the post it came from, added an example, or voted.

    Whoever spoke on a topic that was merged into it, or moved to the issue, spoke on it too.
    """
    family = _family(topic_id, issue_id)
    topics = select(family.c.id)
    spoke = [
        select(TrickyTopic.raised_by_id).where(TrickyTopic.id.in_(topics)),
        *_voices(TrickyTopic, TrickyTopic.id.in_(topics)),
        select(ProblemExample.added_by_id).where(ProblemExample.topic_id.in_(topics)),
        select(Vote.person_id).where(Vote.topic_id.in_(topics)),
        _TOOK_PART.where(Outcome.topic_id.in_(topics)),
    ]
    if issue_id is not None:
        spoke += [
            select(AdditionalIssue.raised_by_id).where(AdditionalIssue.id == issue_id),
            *_voices(AdditionalIssue, AdditionalIssue.id == issue_id),
            select(Vote.person_id).where(Vote.issue_id == issue_id),
            _TOOK_PART.where(Outcome.issue_id == issue_id),
        ]
    return union(*spoke)


_TOOK_PART = (
    select(WorkshopMember.person_id)
    .join(Outcome, Outcome.workshop_id == WorkshopMember.workshop_id)
    .where(WorkshopMember.contributed)
)


def _voices(model: type[TrickyTopic | AdditionalIssue], which: object) -> tuple[Select[int], Select[int]]:
    """Authors of posts in the discussion under it, and of the post it was raised from."""
    under = select(Post.author_id).join(model, model.discussion_id == Post.discussion_id).where(which)  # type: ignore[arg-type]
    source = select(Post.author_id).join(model, model.raised_from_post_id == Post.id).where(which)  # type: ignore[arg-type]
    return under, source


def _family(topic_id: int | None, issue_id: int | None) -> CTE:
    """The topic, or what was moved to the issue, with all that was merged into it, however often."""
    # Two questions, not one with an "or": "= NULL" is written IS NULL, and would take in every topic of the site.
    start = TrickyTopic.id == topic_id if topic_id is not None else TrickyTopic.moved_to_issue_id == issue_id
    family = select(TrickyTopic.id).where(start).cte("family", recursive=True)
    return family.union(select(TrickyTopic.id).join(family, TrickyTopic.merged_into_id == family.c.id))
