"""Who spoke on a topic or an issue, as SQL that is only ever a part of another statement.

Whoever wrote or seconded something in a workshop spoke on each topic and issue that came out of it: of an unattributed
workshop nobody knows more than that.

A vote is secret: these selections never reach a page, a count or a log. One ends inside an
INSERT … SELECT that writes a row for each person alone; the other asks about the reader only.
"""

from __future__ import annotations

from sqlalchemy import CTE, BindParameter, Select, select, union
from sqlalchemy.orm import InstrumentedAttribute
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


def _came_out(column: InstrumentedAttribute[int | None], person_id: BindParameter[int]) -> Select[int]:
    """What this became in the workshops in which this person wrote or seconded something."""
    member = (WorkshopMember.workshop_id == Outcome.workshop_id) & WorkshopMember.contributed
    asked: Select[int] = select(column).join(WorkshopMember, member)  # type: ignore[assignment]
    return asked.where(WorkshopMember.person_id == person_id, column.is_not(None))


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


def spoken_on(person_id: BindParameter[int]) -> tuple[Select[int], CompoundSelect[int]]:
    """The ids of the topics, and of the issues, that this person raised, posted on, added to or voted on.

    What a topic was merged into or moved to counts as well. Both stand on one common expression, so use
    them in one statement.
    """
    voice = union(
        select(TrickyTopic.id).where(TrickyTopic.raised_by_id == person_id),
        *_where_heard(TrickyTopic, person_id),
        select(ProblemExample.topic_id).where(ProblemExample.added_by_id == person_id),
        select(Vote.topic_id).where(Vote.person_id == person_id, Vote.topic_id.is_not(None)),
        _came_out(Outcome.topic_id, person_id),
    ).subquery()
    onward = (TrickyTopic.id, TrickyTopic.merged_into_id, TrickyTopic.moved_to_issue_id)
    reach = select(*onward).where(TrickyTopic.id.in_(select(voice.c.id))).cte("spoken_on", recursive=True)
    reach = reach.union(select(*onward).join(reach, TrickyTopic.id == reach.c.merged_into_id))
    issues = union(
        select(AdditionalIssue.id).where(AdditionalIssue.raised_by_id == person_id),
        *_where_heard(AdditionalIssue, person_id),
        select(Vote.issue_id).where(Vote.person_id == person_id, Vote.issue_id.is_not(None)),
        _came_out(Outcome.issue_id, person_id),
        select(reach.c.moved_to_issue_id).where(reach.c.moved_to_issue_id.is_not(None)),
    )
    return select(reach.c.id), issues


def _where_heard(
    model: type[TrickyTopic | AdditionalIssue], person_id: BindParameter[int]
) -> tuple[Select[int], Select[int]]:
    under = select(model.id).join(Post, model.discussion_id == Post.discussion_id).where(Post.author_id == person_id)
    source = select(model.id).join(Post, model.raised_from_post_id == Post.id).where(Post.author_id == person_id)
    return under, source
