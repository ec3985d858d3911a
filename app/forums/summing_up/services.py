"""Saying which post answers a discussion, and what all of it said."""

from __future__ import annotations

from sqlalchemy import delete, select

from app.core import audit, clock
from app.core.actor import Actor
from app.core.concurrency.versions import expect_same
from app.core.db import db, insert_once
from app.core.errors import Conflict, Refused
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.text import markdown
from app.forums.models import AnswerMark, Discussion, Post, PostState
from app.forums.policy import Permission
from app.forums.summing_up.models import DiscussionSummary
from app.forums.summing_up.policy import SummingUp
from app.forums.text_limits import fitting_body


def mark_answer(actor: Actor, post: Post, *, answers: bool) -> None:
    """This post, with its discussion loaded, answers it, in place of any other; or does not. Refused for what cannot be
    read by all.
    """
    require(actor, Permission.READ_POST, post)
    require(actor, SummingUp.MARK_ANSWER, post.discussion)
    if post.state is not PostState.VISIBLE:
        raise Refused(gettext("Only a post that all can read answers a discussion."))
    here = AnswerMark.discussion_id == post.discussion_id
    db.session.execute(delete(AnswerMark).where(here if answers else here & (AnswerMark.post_id == post.id)))
    if answers:
        marked = {"said_by_id": actor.person_id, "said_at": clock.now()}
        insert_once(AnswerMark, {"discussion_id": post.discussion_id, "post_id": post.id, **marked})
    audit.record(actor, "mark as the answer" if answers else "take the answer's mark away", post)


def write_summary(actor: Actor, discussion: Discussion, body_md: str, *, seen_id: int) -> DiscussionSummary:
    """What the discussion says up to its latest post. `seen_id` is the summary that the writer saw, 0 for none: Conflict,
    with what stands, if somebody else wrote one since.
    """
    require(actor, SummingUp.SUMMARISE, discussion)
    body = fitting_body(body_md)
    stands = _latest(discussion)
    told = Conflict(
        gettext("Somebody else wrote a summary while you were writing."), {"body": stands.body_md if stands else ""}
    )
    expect_same(stands.id if stands else 0, seen_id, told)
    summary = DiscussionSummary(
        network_id=discussion.network_id,
        discussion_id=discussion.id,
        author_id=actor.person_id,
        body_md=body,
        body_html=markdown.render(body),
        up_to_post_id=discussion.last_visible_post_id or 0,
        written_at=clock.now(),
    )
    db.session.add(summary)
    db.session.flush()  # the history names it by its id
    audit.record(actor, "summarise", discussion)
    return summary


def take_summary_away(actor: Actor, discussion: Discussion, reason: str) -> None:
    """The summary goes for good, with all that it said before. Refused without a right to moderate, and where there is
    none.
    """
    require(actor, Permission.MODERATE_DISCUSSION, discussion)
    if _latest(discussion) is None:
        raise Refused(gettext("Nobody has summarised this discussion."))
    db.session.execute(delete(DiscussionSummary).where(DiscussionSummary.discussion_id == discussion.id))
    audit.record(actor, "take the summary away", discussion, reason=reason)


def _latest(discussion: Discussion) -> DiscussionSummary | None:
    # Whoever writes holds the discussion's row, so two at once see each other.
    db.session.execute(select(Discussion.id).where(Discussion.id == discussion.id).with_for_update())
    latest = select(DiscussionSummary).where(DiscussionSummary.discussion_id == discussion.id)
    return db.session.scalar(latest.order_by(DiscussionSummary.id.desc()).limit(1))
