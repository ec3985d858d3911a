"""New posts: who wrote and where, and not what. The words may still change, and the page has them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.db import db
from app.core.language.spoken import gettext
from app.core.text.words import quoted
from app.forums.models import Discussion, Post
from app.forums.policy import visible_discussions, visible_posts, visible_titles
from app.networks.queries import former_names_among
from app.notifications.models import Notice
from app.notifications.readers._rows import named, subjects
from app.notifications.reading import NoticeWords
from app.texts.queries import texts


def discussions(notices: Sequence[Notice], seen_by: Actor) -> dict[int, NoticeWords]:
    titles = _titles(notices, seen_by)
    authors = _authors(notices, seen_by)
    found = {}
    for each in notices:
        if (name := titles.get(each.subject_id)) is not None:
            author = authors.get(each.facts.get("post"), "")
            first = each.what == "begun"
            title = f"New discussion: {name}" if first else f"New in {name}"
            found[each.id] = NoticeWords(
                title,
                gettext("%(first)s by %(author)s", first="Begun" if first else "The latest", author=author)
                if author
                else "",
            )
    return found


def mentions(notices: Sequence[Notice], seen_by: Actor) -> dict[int, NoticeWords]:
    """That a text names its reader; nothing, where they may not read it."""
    found = _in_posts([each for each in notices if each.what == "named"], seen_by)
    for kind in {each.what for each in notices} - {"named"}:
        these = {each.id: each.subject_id for each in notices if each.what == kind and each.subject_id is not None}
        rows = texts(kind, set(these.values()), seen_by)
        for notice_id, subject_id in these.items():
            if (row := rows.get(subject_id)) is not None:
                title = gettext("You are named in %(title)s", title=quoted(row.title) if row.title else row.noun)
                found[notice_id] = NoticeWords(title, row.noun if row.title else "")
    return found


def _in_posts(notices: Sequence[Notice], seen_by: Actor) -> dict[int, NoticeWords]:
    titles = _titles(notices, seen_by)
    authors = _authors(notices, seen_by)
    return {
        each.id: NoticeWords(f"You are named in {titles[each.subject_id]}", f"By {author}")
        for each in notices
        if each.subject_id in titles and (author := authors.get(each.facts.get("post")))
    }


def _titles(notices: Sequence[Notice], seen_by: Actor) -> dict[int | None, str]:
    """Discussion id → its title, or what stands for a title that is withheld from this reader."""
    query = select(Discussion.id, Discussion.title, visible_titles(seen_by)).where(
        Discussion.id.in_(subjects(notices)), visible_discussions(seen_by)
    )
    return {row_id: quoted(title) if shown else "a discussion" for row_id, title, shown in db.session.execute(query)}


def _authors(notices: Sequence[Notice], seen_by: Actor) -> dict[int | str | None, str]:
    """Post id → who wrote it, by the name they go by today; without posts that this reader may not read."""
    posts = [each for each in named(notices, "post") if each is not None]
    query = (
        select(Post.id, Post.network_id, Post.author_id, Person.name)
        .join(Person, Person.id == Post.author_id)
        .where(Post.id.in_(posts), visible_posts(seen_by))
    )
    rows = db.session.execute(query).all()
    former = former_names_among({author_id for _, _, author_id, _ in rows}, seen_by)
    return {row_id: former.get((network_id, author_id), name) for row_id, network_id, author_id, name in rows}
