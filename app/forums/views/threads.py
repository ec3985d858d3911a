"""A discussion as it stands on a page: its own, or that of a topic, an issue or an intervention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote

from flask import request, url_for
from markupsafe import Markup

from app.core.actor import Actor
from app.core.errors import Refused
from app.core.language.kept import kept_by_language
from app.core.language.spoken import gettext
from app.core.numbers import names_a_row
from app.core.permissions import allowed, require
from app.core.text.words import day
from app.forums import queries
from app.forums.forms import PostForm
from app.forums.models import Discussion
from app.forums.policy import Permission
from app.forums.queries.pages import PageOfPosts, newest_posts, page_by_date, page_by_replies
from app.forums.reading import queries as reading
from app.forums.reading.rows import News
from app.forums.views.articles import Surroundings, anchor, articles
from app.networks.models import LearningNetwork
from app.networks.policy import Capability, holds
from app.web.forms import new_form_key
from app.web.page.fragments import fragment
from app.web.page.panels import strips

#: So many new posts of a discussion are shown on another page.
MOST_IN_PLACE = 20
#: The query that asks for each post's replies beneath it. Whoever chooses that chooses it for this visit.
BY_REPLIES = "?view=replies"
#: How many posts the page of a topic or an issue shows of its discussion.
NEWEST = 5


class Thread(NamedTuple):
    """Everything `forums/_thread.html` shows."""

    discussion: Discussion
    #: What is new to the reader in all of it; and the ids of its new posts, if some of them stand on this page.
    news: News | None
    new_ids: tuple[int, ...]
    #: They say themselves what they have read, and no script does.
    by_hand: bool
    #: The posts of this page as HTML, and how many they are.
    articles: Markup
    shown: int
    on_page: tuple[int, ...]
    page: int
    pages: int
    #: How many posts stand before those that are shown: under a topic only the newest are.
    earlier: int
    #: Each post's replies stand beneath it, and not all by date.
    by_replies: bool
    #: The address of the page it stands on, with that choice, and whether it is the discussion's own.
    here: str
    at_home: bool
    address: str
    moderates: bool
    #: Why the reader may not reply, or "". Then there are the fields of a reply, and the key of its form.
    refusal: str
    fields: Markup
    form_key: str

    def page_url(self, page: int) -> str:
        return f"{self.here}{'&' if self.by_replies else '?'}page={page}" if page > 1 else self.here

    @property
    def new_spans(self) -> list[str]:
        """The new posts of this page as reports of reading say them: "first-last", with no new post of another page between."""
        spans: list[list[int]] = []
        for shows, run in groupby(self.new_ids, key=set(self.on_page).__contains__):
            if shows:
                spans.append(list(run))
        return [f"{each[0]}-{each[-1]}" for each in spans]

    def post_url(self, post_id: int) -> str:
        """Of one of its posts: on this page, or on whichever it stands."""
        return (
            f"#post-{post_id}"
            if post_id in self.on_page
            else anchor(self.here if self.at_home else self.address, post_id)
        )

    @property
    def posts_address(self) -> str:
        return self.address.rpartition("discussions/")[0] + "posts/"

    @property
    def returns_to(self) -> str:
        """Where a form without a script leads back to; "" for the discussion's own page, by date."""
        return self.here if self.by_replies or not self.at_home else ""

    @property
    def first_new_id(self) -> int:
        """The first post that is new."""
        return (self.news and self.news.first_id) or self.discussion.first_post_id or 0

    @property
    def news_is_earlier(self) -> bool:
        """It stands before the posts that are shown."""
        return self.first_new_id not in self.on_page

    @property
    def address_of_news(self) -> str:
        return self.post_url(self.first_new_id)


def thread_of(discussion: Discussion, network: LearningNetwork, reader: Actor) -> Thread:
    """The page of posts that the request asks for (`?page=`), with the reply form; one query and the strips'. Elsewhere
    than on the discussion's own page the newest few.
    """
    here, address = request.path, url_for("forums.discussion", slug=network.slug, number=discussion.number)
    at_home = here == address
    shown = _shown(discussion, at_home, reader)
    posts, here = shown.posts, here + (BY_REPLIES if shown.by_replies else "")
    news, new_ids, by_hand = reading.new_posts(discussion.id, seen_by=reader) if posts else reading.NewPosts()
    on_page = tuple(row.id for row in posts)
    refusal = why_not_reply(discussion, reader)
    moderates = holds(reader, Capability.MODERATE, discussion.network_id)
    return Thread(
        discussion=discussion,
        news=news,
        new_ids=new_ids if set(new_ids) & set(on_page) else (),
        by_hand=by_hand,
        articles=_articles(
            discussion,
            shown,
            network,
            reader,
            address,
            "" if refusal else _reply_address(address, here),
            _above_the_new(news, [each for each in new_ids if each in on_page], shown.by_replies),
        ),
        shown=len(posts),
        on_page=on_page,
        page=shown.page,
        pages=shown.pages,
        earlier=shown.earlier,
        by_replies=shown.by_replies,
        here=here,
        at_home=at_home,
        address=address,
        moderates=moderates,
        refusal=refusal,
        fields=Markup("") if refusal else _blank_reply(url_for("forums.preview"), moderates, network.slug),
        form_key="" if refusal else new_form_key(),
    )


def _shown(discussion: Discussion, at_home: bool, reader: Actor) -> PageOfPosts:
    if not at_home:
        return newest_posts(discussion, NEWEST, seen_by=reader)
    post, page = request.args.get("post", ""), request.args.get("page", 1, type=int)
    read = page_by_replies if request.args.get("view") == "replies" else page_by_date
    return read(discussion, page, int(post) if names_a_row(post) else None, seen_by=reader)


def new_part_of(discussion: Discussion, network: LearningNetwork, reader: Actor) -> Markup:
    """What is new in a discussion, to be read on another page: the first posts of it, and the way to the rest."""
    address = url_for("forums.discussion", slug=network.slug, number=discussion.number)
    news, new_ids, by_hand = reading.new_posts(discussion.id, seen_by=reader)
    ids = new_ids[:MOST_IN_PLACE]
    posts = queries.posts_among(discussion, ids, seen_by=reader)
    reply = "" if why_not_reply(discussion, reader) else _reply_address(address, address)
    around = Surroundings(
        address,
        f"/networks/{network.slug}/posts/",
        reply,
        holds(reader, Capability.STEER, network.id),
        holds(reader, Capability.MODERATE, network.id),
        f"{address}/split?from=",
        f"{network.slug}-{discussion.number}-",
    )
    return fragment(
        "forums/_new_part.html",
        address=address,
        apart=around.apart,
        posts_address=around.posts_address,
        articles=articles(posts, around, reader.person_id, {}, {}, {}),
        ids=ids,
        by_hand=by_hand,
        more=len(new_ids) - len(ids),
        onward=anchor(address, posts[-1].id) if posts else address,
        news=news,
    )


def _articles(
    discussion: Discussion,
    shown: PageOfPosts,
    network: LearningNetwork,
    reader: Actor,
    address: str,
    reply_address: str,
    before: Mapping[int, Markup],
) -> Markup:
    posts = shown.posts
    open_ids = [row.id for row in posts if row.html is not None]
    actions = strips("forums.post.actions", open_ids, actor=reader, network=network)
    links = strips("forums.post.links", open_ids, actor=reader, discussion=discussion, network=network)
    steers = holds(reader, Capability.STEER, network.id)
    moderates = holds(reader, Capability.MODERATE, network.id)
    split, posts_at = f"{address}/split?from=", f"/networks/{network.slug}/posts/"
    pages = address + (BY_REPLIES if shown.by_replies else "")
    around = Surroundings(pages, posts_at, reply_address, steers, moderates, split)
    return articles(posts, around, reader.person_id, links, actions, before, shown.depths)


def _above_the_new(news: News | None, new_ids: Sequence[int], by_replies: bool) -> dict[int, Markup]:
    """What stands above the first post that is new; where replies stand beneath what they answer, above each."""
    if news is None or not new_ids:
        return {}
    if by_replies:
        return dict.fromkeys(new_ids, _NEW_LINE.format(gettext("New")))
    words = gettext("New since %(day)s", day=day(news.since)) if news.since else gettext("New to you")
    return {new_ids[0]: _NEW_LINE.format(words)}


_NEW_LINE = Markup('<p class="new-line" data-new-line>{}</p>')


def _reply_address(address: str, here: str) -> str:
    return f"{address}/reply?to=" if here == address else f"{address}/reply?back={quote(here)}&to="


@kept_by_language(64)
def _blank_reply(preview: str, moderates: bool, slug: str) -> Markup:
    """The fields of an empty reply: the same under every discussion of a network, so they are rendered once."""
    form = PostForm(formdata=None, meta={"csrf": False})
    form.body.render_kw = {**(form.body.render_kw or {}), "placeholder": "Write a reply"}
    return fragment("forums/_blank_reply.html", form=form, preview=preview, moderates=moderates, slug=slug)


def why_not_reply(discussion: Discussion, reader: Actor) -> str:
    """The sentence that refuses a reply, or nothing."""
    try:
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
