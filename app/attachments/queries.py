"""Reads of pictures and files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from app.attachments.models import Attachment
from app.attachments.policy import visible_attachments
from app.attachments.showing import as_shown
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound
from app.core.text.pictures import Shown, ShownPicture, tokens_in
from app.networks.models import LearningNetwork


def attachment(slug: str, token: str, seen_by: Actor) -> Attachment:
    """The picture or file at this address with what lies in the store of it; NotFound for whoever may not read its words."""
    query = (
        select(Attachment)
        .join(Attachment.file)
        .join(LearningNetwork, LearningNetwork.id == Attachment.network_id)
        .where(LearningNetwork.slug == slug, Attachment.token == token, visible_attachments(seen_by))
        .options(contains_eager(Attachment.file))
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def own_of(tokens: Iterable[str], seen_by: Actor) -> Sequence[Attachment]:
    """Of these the reader's own, for the form in which their words are written; in the order in which they were added."""
    query = (
        select(Attachment)
        .join(Attachment.file)
        .where(Attachment.token.in_(list(tokens)), Attachment.person_id == seen_by.person_id)
        .options(contains_eager(Attachment.file))
        .order_by(Attachment.id)
    )
    return db.session.scalars(query).all()


def all_own(seen_by: Actor) -> Iterator[tuple[str, str]]:
    """Of everything that the reader added its name in a copy of all that is about them, numbered as its rows are, and where
    it lies.
    """
    query = select(Attachment).join(Attachment.file).where(Attachment.person_id == seen_by.person_id)
    found = db.session.scalars(query.options(contains_eager(Attachment.file)).order_by(Attachment.id))
    for number, each in enumerate(found, 1):
        yield f"{number:03}{each.file.suffix}", each.file.place


def own_shown(text: str, seen_by: Actor) -> Shown:
    """What of this text's pictures and files are the reader's own: for the preview of whoever writes it."""
    if not (tokens := tokens_in(text)):
        return {}
    mine = (Attachment.token.in_(tokens), Attachment.person_id == seen_by.person_id)
    query = select(Attachment).join(Attachment.file).where(*mine).options(contains_eager(Attachment.file))
    return {each.token: as_shown(each) for each in db.session.scalars(query)}


def shown_with(kind: str, ids: Sequence[int]) -> dict[int, Shown]:
    """What each of these rows' texts shows, by the row's id; for rendering them again, whoever reads them."""
    here = (Attachment.subject_kind == kind, Attachment.subject_id.in_(ids))
    query = select(Attachment).join(Attachment.file).where(*here).options(contains_eager(Attachment.file))
    found: dict[int, dict[str, ShownPicture]] = {}
    for each in db.session.scalars(query):
        found.setdefault(each.subject_id or 0, {})[each.token] = as_shown(each)
    return dict(found)
