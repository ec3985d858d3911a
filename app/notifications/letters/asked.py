"""Mail about what a person asked to hear of: new posts in a discussion, with their words, and what is new on a list.

It waits for the edit window, holds what came meanwhile, and is not sent if it was read on the site before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Integer, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from app.accounts.models import AskedMail, Person
from app.core.actor import Actor
from app.core.db import db, rows_of
from app.core.language.kept import kept_by_language
from app.core.mail import Letter
from app.core.site.in_force import in_force
from app.core.text.formula_words import html_in_words
from app.core.text.plain import as_plain
from app.forums.following.levels import HEARS_REPLIES, level_here
from app.forums.models import Discussion, Level, Post
from app.forums.policy import values_for, visible_posts, visible_titles
from app.forums.reading.queries import new_posts
from app.networks.models import LearningNetwork, Module
from app.networks.policy import WHOEVER_READS, Capability, networks_of
from app.networks.queries import actor_of, former_names_among
from app.notifications.letters.notices import MAIL, codes, send, written
from app.notifications.letters.stopping import stop_url
from app.notifications.models import Notice
from app.notifications.policy import visible_notices
from app.notifications.reading import told
from app.notifications.services import Stops
from app.topics.models import AdditionalIssue, TrickyTopic
from app.web.page.naming import resolved

#: Outbox kind: write one of these letters and send it.
ASKED_LETTER = "notifications.asked_letter"
#: The kinds of notice that such a letter may be about.
ASKED = ("discussion", "topics", "issues")
#: More posts than these are left to the page.
MOST_POSTS = 10


@dataclass(frozen=True)
class PostInMail:
    """A post as a letter holds it."""

    author: str
    text: str
    html: str
    url: str


def asked_debt(notice: Notice, told_before: Sequence[int], up_to: int) -> dict[str, dict[str, Any]]:
    """What makes a letter once → its debt: about what came after the last one that was told, up to this row."""
    payload = {"key": _key(notice, up_to), "person": notice.person_id, "notice": notice.id}
    payload |= {"after": told_before[-1] if told_before else 0, "up_to": up_to}
    payload["follows"] = [_key(notice, each) for each in told_before]
    return {MAIL + _key(notice, up_to): payload}


def latest_settled(kind: str, subject_id: int, before: datetime) -> int:
    """The id of the latest row of which such a letter may tell: none that was written after `before`."""
    if kind == "discussion":
        rows = select(func.max(Post.id)).where(Post.discussion_id == subject_id, Post.created_at <= before)
    else:
        model = TrickyTopic if kind == "topics" else AdditionalIssue
        rows = select(func.max(model.id)).where(model.network_id == subject_id, model.created_at <= before)
    return db.session.scalar(rows) or 0


def _key(notice: Notice, up_to: int) -> str:
    return f"{notice.kind}-{notice.subject_id}-{notice.person_id}-{up_to}"


def send_asked(payload: dict[str, Any]) -> None:
    """Outbox handler."""
    send(_asked, payload)


def _asked(payload: dict[str, Any]) -> Letter | None:
    seen_by = actor_of(payload["person"])
    if seen_by is None:
        return None
    values = {"notice": payload["notice"], "me": seen_by.person_id, **networks_of(seen_by, Capability.READ)}
    found = db.session.execute(_NOTICE, values).first()
    if found is None or found.Person.asked_mail is AskedMail.OFF:
        return None
    notice, reader = found
    write = _of_discussion if notice.kind == "discussion" else _of_list
    return write(payload, reader, seen_by, notice)


def _of_discussion(payload: dict[str, Any], reader: Person, seen_by: Actor, notice: Notice) -> Letter | None:
    """The posts that are new to them still, as these read now."""
    row = rows_of(_DISCUSSION, {"discussion": notice.subject_id, **values_for(seen_by)}).first()
    if row is None or row[3] not in HEARS_REPLIES:
        return None
    number, title, shown, level, slug, code = row
    posts = _posts(payload, slug, seen_by, notice.subject_id or 0, all_of_them=level is Level.EVERYTHING)
    if not posts:
        return None
    url = f"{in_force().url}/networks/{slug}/discussions/{number}"
    title = title if shown else "A discussion"
    words = {
        "title": title,
        "url": url,
        "posts": posts[:MOST_POSTS],
        "more": max(0, len(posts) - MOST_POSTS),
        "stop_url": stop_url(Stops.DISCUSSION, reader.id, notice.subject_id or 0),
    }
    return _letter(payload, reader, code, title, "posts", words)


def _posts(
    payload: Mapping[str, Any], slug: str, seen_by: Actor, discussion_id: int, *, all_of_them: bool
) -> list[PostInMail]:
    """New to the reader, in the discussion; only what answers their own words, unless they want `all_of_them`."""
    unread = new_posts(discussion_id, seen_by).ids
    if not unread:
        return []
    values = {"unread": unread, "after": payload["after"], "up_to": payload["up_to"], **values_for(seen_by)}
    rows = rows_of(_POSTS if all_of_them else _ANSWERS, values).all()
    former = former_names_among({row.author_id for row in rows}, seen_by)
    return [
        PostInMail(
            former.get((row.network_id, row.author_id), row.name),
            *_in_mail(str(resolved(row.body_html, seen_by)), in_force().url),
            f"{in_force().url}/networks/{slug}/posts/{row.id}",
        )
        for row in rows
    ]


@kept_by_language(64)
def _in_mail(html: str, site: str) -> tuple[str, str]:
    """A post as words, and as HTML whose links lead to the site. The same for everybody who is told of it."""
    words = html_in_words(html)
    return as_plain(words, site), words.replace(' href="/', f' href="{site}/').replace(' src="/', f' src="{site}/')


def _answers(person_id: BindParameter[int]) -> ColumnElement[bool]:
    """To a post of this person, or to the topic or issue that they raised."""
    own = aliased(Post)
    to_a_post = select(own.id).where(own.id == Post.reply_to_id, own.author_id == person_id).exists()
    raised = (
        select(model.id).where(model.discussion_id == Post.discussion_id, model.raised_by_id == person_id).exists()
        for model in (TrickyTopic, AdditionalIssue)
    )
    return or_(to_a_post, *raised)


_ME: BindParameter[int] = bindparam("me", type_=Integer)
# Put together once: each letter asks them.
_NOTICE = (
    select(Notice, Person)
    .join(Person, Person.id == Notice.person_id)
    .where(Notice.id == bindparam("notice"), visible_notices(WHOEVER_READS), Notice.read_at.is_(None))
    .execution_options(populate_existing=True)
)
_DISCUSSION = (
    select(
        Discussion.number,
        Discussion.title,
        visible_titles(WHOEVER_READS),
        level_here(_ME),
        LearningNetwork.slug,
        Module.code,
    )
    .join(LearningNetwork, LearningNetwork.id == Discussion.network_id)
    .join(Module, Module.id == LearningNetwork.module_id)
    .where(Discussion.id == bindparam("discussion"))
)
_POSTS = (
    select(Post.id, Post.author_id, Post.network_id, Post.body_html, Person.name)
    .join(Person, Person.id == Post.author_id)
    .where(
        Post.id.in_(bindparam("unread", expanding=True)),
        Post.id > bindparam("after"),
        Post.id <= bindparam("up_to"),
        visible_posts(WHOEVER_READS),
    )
    .order_by(Post.id)
)
_ANSWERS = _POSTS.where(_answers(_ME))


def _of_list(payload: dict[str, Any], reader: Person, seen_by: Actor, notice: Notice) -> Letter | None:
    """However many were raised, at once or one by one: one letter that says how many."""
    [only] = told([notice], seen_by)
    if not only.readable:
        return None
    words = {"told": only, "url": in_force().url + notice.url, "stop_url": stop_url(Stops.LISTS, reader.id)}
    [code] = codes([only])
    return _letter(payload, reader, code, only.title, "list", words)


def _letter(
    payload: dict[str, Any], reader: Person, code: str, title: str, template: str, words: dict[str, Any]
) -> Letter:
    """By its subject alone Outlook finds what belongs together: it holds no counts and no states."""
    more = {"stop_url": words["stop_url"], "list_name": code.lower(), "follows": payload["follows"]}
    return written(payload, reader, f"[{code}] {title}", template, {"code": code, **words}, **more)
