"""The way to flag a post, and to the queue."""

from __future__ import annotations

from markupsafe import Markup

from app.core.actor import Actor
from app.core.permissions import allowed
from app.forums.flags.policy import Flagging
from app.forums.models import Post
from app.networks.models import LearningNetwork
from app.web.page.fragments import fragment


def flag_option(actor: Actor, post: Post, network: LearningNetwork) -> Markup | None:
    """Among what one may do with a post: asking a moderator to look at it."""
    if not allowed(actor, Flagging.FLAG, post):
        return None
    return fragment("forums/_flag_option.html", address=f"/networks/{network.slug}/posts/{post.id}")
