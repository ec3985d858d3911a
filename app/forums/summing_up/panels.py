"""What stands over a discussion and at its posts."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from app.core.actor import Actor
from app.core.language.spoken import gettext
from app.core.permissions import allowed
from app.forums.models import Discussion, Post, PostState
from app.forums.summing_up import queries
from app.forums.summing_up.policy import SummingUp
from app.networks.models import LearningNetwork
from app.web.page.fragments import fragment
from app.web.page.once import once
from app.web.page.panels import NavItem

#: A discussion of so many posts is worth a summary: until then nobody is asked for one.
WORTH_ONE = 6


def head_of_discussion(actor: Actor, discussion: Discussion, network: LearningNetwork) -> Markup | None:
    """The answer and the summary; or that one may write one."""
    found = _upshot(actor, discussion)
    writes = allowed(actor, SummingUp.SUMMARISE, discussion)
    asked = writes and discussion.post_count >= WORTH_ONE
    if not (found.answer_id or found.summary_html or asked):
        return None
    return fragment(
        "forums/_upshot.html", found=found, writes=writes, address=f"/networks/{network.slug}", number=discussion.number
    )


def landmarks(actor: Actor, discussion: Discussion, network: LearningNetwork) -> Iterator[NavItem]:
    """Among the contents of a long discussion: what answers it, and what it came to."""
    found = _upshot(actor, discussion)
    if found.answer_id:
        yield NavItem(gettext("The answer"), f"/networks/{network.slug}/posts/{found.answer_id}")
    if found.summary_html:
        yield NavItem(gettext("The summary"), f"/networks/{network.slug}/discussions/{discussion.number}#summary-head")


def _upshot(actor: Actor, discussion: Discussion) -> queries.Upshot:
    return once(("upshot", discussion.id), lambda: queries.upshot(discussion, seen_by=actor))


def answer_option(actor: Actor, post: Post, network: LearningNetwork) -> Markup | None:
    """Among what one may do with a post: saying that it answers the discussion."""
    if post.state is not PostState.VISIBLE or not allowed(actor, SummingUp.MARK_ANSWER, post.discussion):
        return None
    answers = queries.upshot(post.discussion, seen_by=actor).answer_id == post.id
    address = f"/networks/{network.slug}/posts/{post.id}"
    return fragment("forums/_answer_option.html", answers=answers, address=address)
