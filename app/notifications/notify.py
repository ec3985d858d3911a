"""Writing notices: one INSERT … SELECT for everyone who is told, with the permission inside the SELECT.

Nobody ever holds the list of who was told: for a reply it would say who voted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Integer, Select, Table, and_, bindparam, case, delete, exists, null, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.selectable import CompoundSelect

from app.accounts.models import Person
from app.core import clock, outbox
from app.core.db import db
from app.networks.models import Membership
from app.notifications.models import Notice

#: Outbox kind: write the letters of news that does not wait for the digest.
AT_ONCE = "notifications.mail_at_once"

Insert = postgresql.Insert | sqlite.Insert
_NOTICES = cast("Table", Notice.__table__)
Whom = Select[Any] | CompoundSelect[Any]

#: What is news; the rest of a row says for whom and when.
_SAID = ("kind", "what", "subject_id", "facts", "url")
_COLUMNS = ("network_id", "once_key", *_SAID, "events", "at_once", "created_at", "mail_after")

#: A name of our own for a state, a move or a role. What people write has blanks or capitals sooner or later.
_CODE = re.compile("[a-z0-9_-]{1,40}")


@dataclass(frozen=True, kw_only=True)
class Notification:
    """What people are told: what happened, and to which row, without the words of either.

    `about` names the fact: "reply:12" is told once, "discussion:7" folds its repeats.
    """

    network_id: int
    about: str
    kind: str
    what: str
    subject_id: int
    url: str
    facts: Mapping[str, int | str] = field(default_factory=dict)
    mail_after: datetime | None = None

    def __post_init__(self) -> None:
        for word in (self.kind, self.what, *self.facts.values()):
            if isinstance(word, str) and not _CODE.fullmatch(word):
                raise ValueError(f"A notice holds no words: {word!r}")


def tell_once(news: Notification, whom: Whom, *, but_not: int | None = None, at_once: bool = False) -> None:
    """A notice for each of these people who is a member today, unless they have it already.

    `at_once`: mail does not wait for the digest; one letter each, written by the worker.
    """
    statement = _notices(whom).on_conflict_do_nothing()
    _write(statement, _values(news, but_not, at_once=at_once))
    if at_once:
        outbox.enqueue(AT_ONCE, {"about": news.about}, once=f"{AT_ONCE}.{news.about}")


def notify(news: Notification, whom: Whom, *, but_not: int | None = None) -> None:
    """The same; but what is new about a thing that a person has not looked at yet joins the notice they have.

    The notice tells the newest of it and how many times something happened. Its mail is not put off by
    the later ones, or a lively discussion would never be mailed.
    """
    _write(folding(whom), _values(news, but_not, at_once=False))


def tell_prepared(news: Notification, folded: Insert, of: dict[str, Any], *, but_not: int | None = None) -> None:
    """`tell` with a statement that `folding` made once, for what happens often. `of` are the values of its people."""
    _write(folded, _values(news, but_not, at_once=False) | of)


def withdraw(about: str, since: datetime, state: str) -> bool:
    """What was told since then was taken back: whoever has neither read it nor had a letter hears nothing of it, and of
    what was folded with it the rest. False if somebody has heard of it already.
    """
    told = (Notice.once_key == about, Notice.created_at >= since)
    unheard = (*told, Notice.read_at.is_(None), Notice.mailed_at.is_(None))
    db.session.execute(delete(Notice).where(*unheard, Notice.events == 1).execution_options(synchronize_session=False))
    fewer = update(Notice).where(*unheard).values(events=Notice.events - 1, what="moved", facts={"state": state})
    db.session.execute(fewer.execution_options(synchronize_session=False))
    heard = exists().where(*told, or_(Notice.read_at.is_not(None), Notice.mailed_at.is_not(None)))
    return not db.session.scalar(select(heard))


def _write(statement: Insert, values: dict[str, Any]) -> None:
    db.session.flush()  # who is told may depend on what was just changed
    db.session.execute(statement, values)


def folding(whom: Whom) -> Insert:
    """The statement of `tell`."""
    statement = _notices(whom)
    new = statement.excluded
    unread = Notice.read_at.is_(None)
    fold: dict[str, Any] = {name: new[name] for name in (*_SAID, "created_at")}
    fold |= {
        "events": case((unread, Notice.events + 1), else_=1),
        "mail_after": case((and_(unread, Notice.mailed_at.is_(None)), Notice.mail_after), else_=new.mail_after),
        "mailed_at": null(),
        "read_at": null(),
    }
    return statement.on_conflict_do_update(index_elements=["person_id", "once_key"], set_=fold)


def _notices(whom: Whom) -> Insert:
    dialect = db.session.get_bind().dialect.name
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    # The table and not the class: the mapper would take the values below for columns.
    statement: Insert = make(_NOTICES).from_select(["person_id", *_COLUMNS], _rows(whom))
    return statement


def _rows(whom: Whom) -> Select[*tuple[Any, ...]]:
    members = select(Membership.person_id).where(
        Membership.network_id == _NEWS["network_id"], Membership.left_at.is_(None)
    )
    told = whom.subquery()
    return select(Person.id, *_NEWS.values()).where(
        Person.active,
        Person.id.in_(select(told.c[0])),
        Person.id.in_(members),
        Person.id != bindparam("news_but_not", type_=Integer),
    )


#: What the news gives to each column; named apart from the columns, which would take values of their own name.
_NEWS = {name: bindparam(f"news_{name}", type_=_NOTICES.c[name].type) for name in _COLUMNS}


def _values(news: Notification, but_not: int | None, *, at_once: bool) -> dict[str, Any]:
    at = clock.now()
    return {
        "news_network_id": news.network_id,
        "news_once_key": news.about,
        "news_kind": news.kind,
        "news_what": news.what,
        "news_subject_id": news.subject_id,
        "news_facts": dict(news.facts),
        "news_url": news.url,
        "news_events": 1,
        "news_at_once": at_once,
        "news_created_at": at,
        "news_mail_after": news.mail_after or at,
        "news_but_not": but_not or 0,
    }
