"""A discussion as it stands on a page: its own, or that of a topic, an issue or an intervention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from flask import request, url_for
from markupsafe import Markup

from app.core.actor import Actor
from app.core.errors import Refused
from app.core.permissions import allowed, require
from app.forums import queries
from app.forums.forms import PostForm
from app.forums.models import Discussion
from app.forums.policy import Permission
from app.forums.queries import PostRow
from app.forums.queries.posts import PAGE
from app.networks.models import LearningNetwork
from app.networks.policy import Capability, holds
from app.web.panels import strips


@dataclass(frozen=True)
class Thread:
    """Everything `forums/_thread.html` shows. Addresses are put together once, not for each post."""

    discussion: Discussion
    posts: Sequence[PostRow]
    page: int
    pages: int
    #: The address of the page it stands on, and whether that is the discussion's own.
    here: str
    at_home: bool
    address: str
    posts_address: str
    #: What a post's number is put after to reply to it.
    reply_address: str
    #: The reader's id.
    me: int | None
    moderates: bool
    steers: bool
    #: None when the reader may not reply; then `refusal` says why.
    form: PostForm | None
    refusal: str
    actions: Mapping[int, Markup]
    links: Mapping[int, Markup]

    def page_url(self, page: int) -> str:
        return f"{self.here}?page={page}" if page > 1 else self.here

    def post_url(self, position: int) -> str:
        return anchor(self.here, position)


def anchor(address: str, position: int) -> str:
    """The address of a post on a page that shows its discussion."""
    page = (position - 1) // PAGE + 1
    return f"{address}?page={page}#post-{position}" if page > 1 else f"{address}#post-{position}"


def thread_of(discussion: Discussion, network: LearningNetwork, reader: Actor) -> Thread:
    """The page of posts that the request asks for (`?page=`), with the reply form; three queries and the strips'."""
    address = url_for("forums.discussion", slug=network.slug, number=discussion.number)
    pages = max(1, -(-discussion.post_count // PAGE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    posts = queries.posts_of_page(discussion, page, seen_by=reader) if discussion.post_count else []
    open_ids = [row.id for row in posts if row.html is not None]
    refusal = why_not_reply(discussion, reader)
    at_home = request.path == address
    return Thread(
        discussion=discussion,
        posts=posts,
        page=page,
        pages=pages,
        here=request.path,
        at_home=at_home,
        address=address,
        posts_address=f"/networks/{network.slug}/posts/",
        reply_address=f"{address}/reply?to=" if at_home else f"{address}/reply?back={quote(request.path)}&to=",
        me=reader.person_id,
        moderates=holds(reader, Capability.MODERATE, discussion.network_id),
        steers=holds(reader, Capability.STEER, discussion.network_id),
        form=None if refusal else PostForm(formdata=None),
        refusal=refusal,
        actions=strips("forums.post.actions", open_ids, actor=reader, network=network),
        links=strips("forums.post.links", open_ids, actor=reader, network=network),
    )


def why_not_reply(discussion: Discussion, reader: Actor) -> str:
    """The sentence that refuses a reply, or nothing."""
    try:
        require(reader, Permission.POST, discussion)
        require(reader, Permission.REPLY, discussion)
    except Refused as refused:
        return f"{refused.message} {refused.help_text}"
    return ""


def title_for(discussion: Discussion, reader: Actor) -> str:
    """The title, unless it is withheld from a researcher."""
    return discussion.title if allowed(reader, Permission.READ_TITLE, discussion) else "A discussion"


def voice_of(reader: Actor, network: LearningNetwork) -> dict[str, bool]:
    """In what ways the reader may set a post apart while writing it."""
    return {
        "moderator": holds(reader, Capability.MODERATE, network.id),
        "important": holds(reader, Capability.STEER, network.id),
    }
