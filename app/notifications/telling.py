"""Writing notices: one INSERT … SELECT for everyone who is told, with the permission inside the SELECT.

Nobody ever holds the list of who was told: for a reply it would say who voted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, literal, null, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.selectable import CompoundSelect

from app.accounts.models import Person
from app.core import clock, outbox
from app.core.db import UtcDateTime, db, insert_from
from app.networks.models import Membership
from app.notifications.models import Notice

#: Outbox kind: write the letters of news that does not wait for the digest.
AT_ONCE = "notifications.mail_at_once"

Whom = Select[Any] | CompoundSelect[Any]

_COLUMNS = ("network_id", "once_key", "kind", "title", "text", "url", "events", "at_once", "created_at", "mail_after")


@dataclass(frozen=True, kw_only=True)
class News:
    """What people are told. `about` names the fact: "reply:12" is told once, "discussion:7" folds its repeats."""

    network_id: int
    about: str
    kind: str
    title: str
    url: str
    text: str = ""
    mail_after: datetime | None = None


def tell_once(news: News, whom: Whom, *, but_not: int | None = None, at_once: bool = False) -> None:
    """A notice for each of these people who is a member today, unless they have it already.

    `at_once`: mail does not wait for the digest; one letter each, written by the worker.
    """
    insert_from(Notice, ["person_id", *_COLUMNS], _rows(news, whom, but_not, at_once=at_once))
    if at_once:
        outbox.owe(AT_ONCE, {"about": news.about}, once=f"{AT_ONCE}.{news.about}")


def tell(news: News, whom: Whom, *, but_not: int | None = None) -> None:
    """The same; but what is new about a thing that a person has not looked at yet joins the notice they have.

    The notice shows the newest words and how many times something happened. Its mail is not put off by
    the later ones, or a lively discussion would never be mailed.
    """
    dialect = db.session.get_bind().dialect.name
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = make(Notice).from_select(["person_id", *_COLUMNS], _rows(news, whom, but_not, at_once=False))
    new = statement.excluded
    unread = Notice.read_at.is_(None)
    fold: dict[str, Any] = {name: new[name] for name in ("kind", "title", "text", "url", "created_at")}
    fold |= {
        "events": case((unread, Notice.events + 1), else_=1),
        "mail_after": case((and_(unread, Notice.mailed_at.is_(None)), Notice.mail_after), else_=new.mail_after),
        "mailed_at": null(),
        "read_at": null(),
    }
    told = statement.on_conflict_do_update(index_elements=["person_id", "once_key"], set_=fold)
    db.session.execute(told.execution_options(synchronize_session=False))


def _rows(news: News, whom: Whom, but_not: int | None, *, at_once: bool) -> Select[*tuple[Any, ...]]:
    at = clock.now()
    members = select(Membership.person_id).where(Membership.network_id == news.network_id, Membership.left_at.is_(None))
    spoken = whom.subquery()
    rows = select(
        Person.id,
        literal(news.network_id),
        literal(news.about),
        literal(news.kind),
        literal(news.title),
        literal(news.text),
        literal(news.url),
        literal(1),
        literal(at_once),
        literal(at, UtcDateTime()),
        literal(news.mail_after or at, UtcDateTime()),
    ).where(Person.active, Person.id.in_(select(spoken.c[0])), Person.id.in_(members))
    return rows.where(Person.id != but_not) if but_not is not None else rows
