"""Keeping what is being written. Two browsers never write over each other: the second text becomes a draft of its own."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select, update

from app.accounts.drafts.models import BACK_FOR, UnsentDraft
from app.core import clock
from app.core.actor import Actor
from app.core.db import changed_rows, db, insert_once
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.core.language.spoken import gettext

#: Of one person at a time; and signs in one of them.
MOST, LONGEST = 100, 200_000
_NAME = re.compile(r"[\w-]{8,64}", re.ASCII)


@dataclass(frozen=True)
class UnsentWords:
    """What a browser says of a form in which somebody writes."""

    name: str
    place: str
    page: str
    title: str
    typed: Mapping[str, str]


def keep_draft(actor: Actor, writing: UnsentWords, seen_version: int) -> UnsentDraft:
    """Keep these words. `seen_version` is the one this browser has, 0 for a new one. If another browser changed the draft
    since, these words become a draft of their own, which is answered: its name is then not the one that was sent.

    Conflict if the draft is over: it was sent, or thrown away. Refused above so many drafts; Invalid for what is too long.
    """
    assert actor.person_id is not None
    _check(writing)
    found = _find(actor.person_id, writing.name)
    if found is None:
        return _begin(actor.person_id, writing)
    if found.ended_at is not None:
        raise Conflict(gettext("This draft was sent or thrown away meanwhile."))
    if found.version != seen_version:
        if found.typed == dict(writing.typed):
            return found  # the answer was lost, not the words
        return _begin(actor.person_id, UnsentWords(secrets.token_urlsafe(12), *_rest(writing)))
    found.typed, found.page, found.title = dict(writing.typed), writing.page, writing.title
    found.version += 1
    found.changed_at = clock.now()
    return found


def throw_away(actor: Actor, name: str) -> UnsentDraft:
    """The draft is over; for a day it can be brought back. NotFound for what is none of this person's."""
    found = _own(actor, name)
    found.ended_at = found.ended_at or clock.now()
    return found


def bring_back(actor: Actor, name: str) -> UnsentDraft:
    """What was thrown away is there again. Conflict if its words are gone, NotFound for what is none
    of this person's.
    """
    found = _own(actor, name)
    if not found.typed:
        raise Conflict(gettext("This draft was sent, or thrown away more than a day ago: nothing of it is left."))
    found.ended_at = None
    return found


def end_draft(actor: Actor, name: str) -> None:
    """The words were sent: part of the transaction that accepts them. A draft whose first keeping is still on its way is
    over as well.
    """
    if actor.person_id is None or not _NAME.fullmatch(name):
        return
    now = clock.now()
    mine = (UnsentDraft.person_id == actor.person_id) & (UnsentDraft.name == name)
    ended = update(UnsentDraft).where(mine).values(ended_at=now, typed={}, title="")
    if not changed_rows(ended.execution_options(synchronize_session=False)):
        nothing = {"place": "", "page": "", "title": "", "typed": {}, "version": 1, "began_at": now, "changed_at": now}
        insert_once(UnsentDraft, {"person_id": actor.person_id, "name": name, "ended_at": now, **nothing})


def empty_thrown_away() -> None:
    """A job: what was thrown away a day ago says nothing any more."""
    old = UnsentDraft.ended_at < clock.now() - BACK_FOR
    db.session.execute(
        update(UnsentDraft).where(old).values(typed={}, title="").execution_options(synchronize_session=False)
    )


def _begin(person_id: int, writing: UnsentWords) -> UnsentDraft:
    many = select(func.count()).where(UnsentDraft.person_id == person_id, UnsentDraft.ended_at.is_(None))
    if db.session.scalars(many).one() >= MOST:
        raise Refused(
            gettext("You keep %(most)s drafts already, so this one stays in this browser only.", most=MOST),
            gettext("Send or throw away some of them under Your drafts."),
        )
    now = clock.now()
    values: dict[str, object] = {
        "name": writing.name,
        "place": writing.place,
        "page": writing.page,
        "title": writing.title,
    }
    values |= {"typed": dict(writing.typed), "version": 1, "began_at": now, "changed_at": now}
    insert_once(UnsentDraft, {"person_id": person_id, **values})
    # Of two first keepings at once the database took one; the other browser's words come with its next.
    made = _find(person_id, writing.name)
    assert made is not None
    return made


def _rest(writing: UnsentWords) -> tuple[str, str, str, Mapping[str, str]]:
    return writing.place, writing.page, writing.title, writing.typed


def _check(writing: UnsentWords) -> None:
    if not _NAME.fullmatch(writing.name) or not writing.place:
        raise Invalid(gettext("This is no draft of a page of this site."))
    if sum(len(name) + len(text) for name, text in writing.typed.items()) > LONGEST:
        raise Invalid(
            gettext(
                "This is longer than %(longest)s characters, so it stays in this browser only.", longest=f"{LONGEST:,}"
            )
        )


def _own(actor: Actor, name: str) -> UnsentDraft:
    found = _find(actor.person_id or 0, name)
    if found is None:
        raise NotFound
    return found


def _find(person_id: int, name: str) -> UnsentDraft | None:
    mine = select(UnsentDraft).where(UnsentDraft.person_id == person_id, UnsentDraft.name == name)
    return db.session.scalar(mine.with_for_update())
