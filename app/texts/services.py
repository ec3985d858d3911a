"""What becomes of a text when it is written: names become ids, links are noted, pictures and files belong to it."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, delete, func, or_, select, update

from app.attachments import queries as attachments
from app.attachments.services import carry_over, place, require_all_here, shown_in
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Invalid
from app.core.events import announce
from app.core.text import markdown
from app.core.text.pictures import tokens_in
from app.networks.models import LearningNetwork
from app.networks.naming import queries as mentions
from app.texts.events import PeopleNamed
from app.texts.models import TextReference
from app.texts.places import TextPlace

#: Somebody named without help: @{Ann Smith}.
_BY_NAME = re.compile(r"@\{([^{}\n]{1,120})\}")
_LINK = re.compile(r"#(.+)-([A-Z]+)([0-9]+)")


class TextOf(NamedTuple):
    """Whose text it is; without an id while its row is not there yet."""

    kind: str
    network_id: int
    id: int | None = None
    #: The field of the form at which a fault is said.
    field: str = "body"


class ReadText(NamedTuple):
    """A text as it is stored."""

    md: str
    html: str


def written(actor: Actor, text: str, network_id: int) -> str:
    """The text as it is stored. Whoever wrote a name by hand means the one member who bears it."""
    names = {name for name in _BY_NAME.findall(text) if not name[-1].isdigit() or " " in name}
    ids = mentions.ids_of_names(network_id, names, seen_by=actor)
    if not ids:
        return text
    return _BY_NAME.sub(lambda found: f"@{{{ids[found[1]]}:{network_id}}}" if found[1] in ids else found[0], text)


def read_text(actor: Actor, of: TextOf, text: str) -> ReadText:
    """The text as it is stored and shown; nothing is changed. Invalid, at its field, if it names a picture or a file that is
    not there for it.
    """
    body = written(actor, text, of.network_id)
    try:
        require_all_here(actor, of.network_id, body, of.kind, of.id)
    except Invalid as fault:
        raise Invalid(fault.message, {of.field: fault.fields["body"]}) from fault
    return ReadText(body, markdown.render(body, shown_in(actor, of.network_id, body, of.kind, of.id)))


def keep_with(actor: Actor, of: TextOf, *parts: str) -> None:
    """What these texts of one row show belongs to it from now on, and what they link to is noted."""
    assert of.id is not None
    whole = "\n\n".join(parts)
    place(actor, of.network_id, whole, of.kind, of.id)
    note_links(of.kind, of.id, markdown.named_in(whole))


def carry_text_over(source: TextOf, target: TextOf, text: str) -> None:
    """The same words stand on another row from now on, with what they show; both link to what they name."""
    assert source.id is not None
    assert target.id is not None
    carry_over(source.kind, source.id, target.kind, target.id)
    note_links(target.kind, target.id, markdown.named_in(text))


def tell_named(actor: Actor, of: TextOf, after: str, *, before: str = "", discussion_id: int | None = None) -> None:
    """Those whom the text names hear of it; of a change those alone whom it did not name `before`."""
    assert of.id is not None
    if named := sorted(ref for ref in newly_named(before, after) if ref[0] == "@"):
        announce(
            PeopleNamed(
                network_id=of.network_id,
                actor_id=actor.person_id,
                text=of.kind,
                text_id=of.id,
                discussion_id=discussion_id,
                named=tuple(named),
            )
        )


def note_links(kind: str, subject_id: int, named: frozenset[str]) -> None:
    """Keep to what the text links now."""
    links = {found.groups() for ref in named if (found := _LINK.fullmatch(ref))}
    here = (TextReference.text == kind, TextReference.text_id == subject_id)
    db.session.execute(delete(TextReference).where(*here))
    if not links:
        return
    slugs = {slug.lower() for slug, _, _ in links}
    of_networks = select(func.lower(LearningNetwork.slug), LearningNetwork.id)
    ids: dict[str, int] = dict(iter(db.session.execute(of_networks.where(func.lower(LearningNetwork.slug).in_(slugs)))))
    targets = {(ids[slug.lower()], letters, int(number)) for slug, letters, number in links if slug.lower() in ids}
    db.session.add_all(
        TextReference(text=kind, text_id=subject_id, network_id=network_id, kind=letters, number=number)
        for network_id, letters, number in sorted(targets)
    )


def newly_named(before: str, after: str) -> frozenset[str]:
    """The tokens that were not in the text before: only these people hear of an edit."""
    return markdown.named_in(after) - markdown.named_in(before)


def names_some(text: Any) -> ColumnElement[bool]:
    """Whether a column of texts may name a picture or a file."""
    return or_(text.contains("[picture "), text.contains("[file "))


def show_what_is_left(place: TextPlace) -> None:
    """Texts that named a picture or a file which was deleted with its owner show it no more, nor what it showed."""
    for typed, shown in place.columns:
        these = select(place.model.id, getattr(place.model, typed), getattr(place.model, shown))
        rows = [
            row for row in db.session.execute(these.where(names_some(getattr(place.model, typed)))) if tokens_in(row[1])
        ]
        left = attachments.shown_with(place.kind, [row[0] for row in rows])
        for row_id, text, html in rows:
            fresh = markdown.render(text, left.get(row_id))
            if fresh != html:
                this = update(place.model).where(place.model.id == row_id).values({shown: fresh})
                db.session.execute(this.execution_options(synchronize_session=False))
