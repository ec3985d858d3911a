"""Pictures and files find their words: what they show is said, and they belong to the text from then on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import or_, select, update
from sqlalchemy.orm import joinedload

from app.attachments.kinds import fitting_name
from app.attachments.models import Attachment
from app.attachments.policy import Permission
from app.attachments.showing import as_shown
from app.core import clock
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Invalid
from app.core.permissions import allowed
from app.core.text.pictures import Shown, tokens_in
from app.core.text.signs import stated

LONGEST_ALT = 600
#: In one text.
MOST = 20


class Described(NamedTuple):
    """What its owner says of a picture or a file, in the form with its words."""

    #: What the picture shows.
    alt: str = ""
    #: The text says already what it shows.
    said_in_text: bool = False
    #: What a document is called; "" leaves its name.
    name: str = ""


def describe(actor: Actor, network_id: int, said: Mapping[str, Described]) -> None:
    """Say what these pictures show and what these documents are called, by their tokens. Of what is not the actor's own
    nothing is changed, without a word: a form may name what somebody else has added. Invalid if a description is too long.
    """
    for each in _owned(actor, network_id, said):
        about = said[each.token]
        alt = " ".join(stated(about.alt).split())
        if len(alt) > LONGEST_ALT:
            raise Invalid(
                "A description is too long.", {"file": [f"At most {LONGEST_ALT} characters for each picture."]}
            )
        each.alt, each.said_in_text = alt, about.said_in_text
        if each.name and stated(about.name):
            each.name = fitting_name(about.name, each.file.suffix)


def shown_in(actor: Actor, network_id: int, text: str, kind: str, subject_id: int | None = None) -> Shown:
    """What of this text's pictures and files it may show: those that belong to it already, and the actor's own that wait
    for words. For `markdown.render`; changes nothing.
    """
    return {each.token: as_shown(each) for each in _usable(actor, network_id, tokens_in(text), kind, subject_id)}


def require_all_here(actor: Actor, network_id: int, text: str, kind: str, subject_id: int | None = None) -> None:
    """Invalid, in a sentence for the text's field, if it names one that is gone, or more than a text may have."""
    tokens = tokens_in(text)
    if not tokens:
        return
    if len(tokens) > MOST:
        sentence = (
            f"There are {len(tokens)} pictures and files in this text, and {MOST} may be: please use several posts."
        )
        raise Invalid("There are too many pictures.", {"body": [sentence]})
    here = {each.token for each in _usable(actor, network_id, tokens, kind, subject_id)}
    gone = [token for token in tokens if token not in here]
    if gone:
        sentence = (
            f"The text names a picture or a file that is not here any more ({', '.join(gone)}). Add it again, or take its "
            "line out."
        )
        raise Invalid("A picture is missing.", {"body": [sentence]})


def place(actor: Actor, network_id: int, text: str, kind: str, subject_id: int) -> None:
    """What this text shows belongs to it from now on. What belonged to it and stands in it no more waits for words again,
    seen by its owner only, and is collected like everything that waits.
    """
    tokens = tokens_in(text)
    mine = (Attachment.network_id == network_id, Attachment.person_id == actor.person_id)
    if tokens:
        these = update(Attachment).where(*mine, Attachment.token.in_(tokens), Attachment.subject_kind.is_(None))
        _carry_out(these.values(subject_kind=kind, subject_id=subject_id))
    here = (Attachment.subject_kind == kind, Attachment.subject_id == subject_id)
    if tokens or db.session.scalar(select(Attachment.id).where(*here).limit(1)) is not None:
        gone = update(Attachment).where(*here, Attachment.token.not_in(tokens))
        _carry_out(gone.values(subject_kind=None, subject_id=None, created_at=clock.now()))


def carry_over(kind: str, subject_id: int, to_kind: str, to_id: int) -> None:
    """What belonged to these words belongs to those that took their place. Nothing is asked: whoever moves them asked."""
    here = (Attachment.subject_kind == kind, Attachment.subject_id == subject_id)
    _carry_out(update(Attachment).where(*here).values(subject_kind=to_kind, subject_id=to_id))


def _carry_out(statement: object) -> None:
    db.session.flush()
    db.session.execute(statement.execution_options(synchronize_session="fetch"))  # type: ignore[attr-defined]


def _usable(
    actor: Actor, network_id: int, tokens: Iterable[str], kind: str, subject_id: int | None
) -> list[Attachment]:
    tokens = list(tokens)
    if not tokens:
        return []
    waits = Attachment.subject_kind.is_(None) & (Attachment.person_id == actor.person_id)
    belongs = (Attachment.subject_kind == kind) & (Attachment.subject_id == subject_id)
    these = select(Attachment).where(Attachment.network_id == network_id, Attachment.token.in_(tokens[: 2 * MOST]))
    these = these.where(or_(waits, belongs) if subject_id is not None else waits)
    return list(db.session.scalars(these.options(joinedload(Attachment.file))))


def _owned(actor: Actor, network_id: int, said: Iterable[str]) -> list[Attachment]:
    tokens = list(said)
    if not tokens:
        return []
    these = select(Attachment).where(Attachment.network_id == network_id, Attachment.token.in_(tokens))
    found = db.session.scalars(these.options(joinedload(Attachment.file)))
    return [each for each in found if allowed(actor, Permission.KEEP, each)]
