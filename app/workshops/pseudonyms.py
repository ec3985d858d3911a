"""Pseudonyms, for as long as something is going on that keeps no names: a round of voting, a time of writing.

That a person voted must be known while the round is open, else they could vote twice. A name in the same transaction as
a ballot would join the two for good: in the write-ahead log, and in any two copies of the database made before and after
it. So the row holds an HMAC of the person (RFC 2104, with SHA-256) under a key of this round alone. The key lies outside
the database and outside backups, and is destroyed when the round is over.
"""

from __future__ import annotations

import hmac
from collections.abc import Collection, Iterable

from sqlalchemy import delete, func, select

from app.core.db import db, insert_once
from app.core.errors import Conflict
from app.core.language.spoken import gettext, lazy_gettext
from app.core.secrets import keys
from app.workshops.models import PseudonymousPart, Round, Workshop

LOST = lazy_gettext("The site was restored from a backup since this began, so it cannot go on.")


def scope_of_round(found: Round) -> str:
    return f"round-{found.id}"


def scope_of_writing(workshop: Workshop) -> str:
    """Each state of the workshop and each phase of its meeting has a key of its own."""
    phase = "" if workshop.phase_ix is None else f"-{workshop.phase_ix}"
    return f"{_writing_in(workshop.id)}{workshop.state.replace(' ', '_')}{phase}"


def scope_of_writers(workshop_id: int) -> str:
    """Everybody who has written before the room last moved; for as long as the workshop is under way."""
    return f"{_writing_in(workshop_id)}all"


def begin(scope: str) -> None:
    """Make its key. To be called before anything is stored under it."""
    keys.current().make(scope)


def has_key(scope: str) -> bool:
    return keys.current().get(scope) is not None


def pseudonym(scope: str, person_id: int | None) -> str:
    """Whoever asks twice is given the same one. Conflict if the key is lost."""
    key = keys.current().get(scope)
    if key is None:
        raise Conflict(LOST, help_text=gettext("Whoever voted has to vote again: open the page anew in a minute."))
    return hmac.digest(key, f"{scope} person {person_id}".encode(), "sha256").hex()


def note_part(scope: str, person_id: int | None) -> bool:
    """Whether it is this person's first part in it. Exact under concurrency."""
    return insert_once(PseudonymousPart, {"scope": scope, "pseudonym": pseudonym(scope, person_id)})


def how_many(scope: str) -> int:
    return db.session.scalars(select(func.count()).where(PseudonymousPart.scope == scope)).one()


def took_part(scope: str, person_id: int | None) -> bool:
    return person_id is not None and bool(among(scope, [person_id]))


def among(scope: str, person_ids: Collection[int]) -> set[int]:
    """Those of these people who took part in it; nobody if its key is lost."""
    if not has_key(scope):
        return set()
    there = set(db.session.scalars(select(PseudonymousPart.pseudonym).where(PseudonymousPart.scope == scope)))
    return {each for each in person_ids if there and pseudonym(scope, each) in there}


def rounds_with(person_id: int | None, round_ids: Iterable[int]) -> set[int]:
    """Those of these rounds in which the person took part under a pseudonym; one statement for all."""
    scopes = {f"round-{each}": each for each in round_ids}
    known = {pseudonym(scope, person_id): each for scope, each in scopes.items() if has_key(scope)}
    if not known:
        return set()
    mine = select(PseudonymousPart.pseudonym).where(
        PseudonymousPart.scope.in_(scopes), PseudonymousPart.pseudonym.in_(known)
    )
    return {known[each] for each in db.session.scalars(mine)}


def writing_scopes(workshop_id: int) -> list[str]:
    """The times of writing of this workshop that have not been settled."""
    ours = PseudonymousPart.scope.startswith(_writing_in(workshop_id), autoescape=True)
    return list(db.session.scalars(select(PseudonymousPart.scope).where(ours).distinct()))


def end(scope: str) -> None:
    """Remove its rows. The worker destroys the key once that is committed."""
    mine = delete(PseudonymousPart).where(PseudonymousPart.scope == scope)
    db.session.execute(mine.execution_options(synchronize_session=False))


def _writing_in(workshop_id: int) -> str:
    return f"writing-{workshop_id}-"
