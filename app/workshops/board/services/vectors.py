"""The worker reads cards and titles with the sentence model, where that is installed.

Only once everybody may read them: a vector says what a card is about, and the order in which vectors were made would be
the order of writing. What is owed therefore names the workshop and never a card. Pages compare what is there, and go by
the words while a vector is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import selectinload

from app.core import outbox
from app.core.db import db
from app.similarity import sentence_model
from app.workshops.models import CardVector, Contribution, Theme, ThemeVector, Workshop
from app.workshops.models.vectors import packed
from app.workshops.visibility import cards_visible

EMBED = "workshops.embed"

#: How many texts one job reads: some ten seconds of the worker. What is left is owed anew.
AT_ONCE = 100


def owe_vectors(workshop_id: int) -> None:
    """To be called when cards are shown, added or changed and when a theme gets a title."""
    if sentence_model.is_installed():
        outbox.enqueue(EMBED, {"workshop": workshop_id})


def forget(card_id: str) -> None:
    """Its words were changed or taken out."""
    db.session.execute(delete(CardVector).where(CardVector.contribution_id == card_id))


def embed(payload: dict[str, Any]) -> None:
    """Outbox handler: give every shown card and title of the workshop its vector. Safe to run again."""
    workshop_id = payload["workshop"]
    with_phases = select(Workshop).where(Workshop.id == workshop_id).options(selectinload(Workshop.phases))
    workshop = db.session.scalars(with_phases).one()
    if not sentence_model.is_installed() or not cards_visible(workshop):
        return
    cards, titles = _cards_without(workshop_id), _titles_without(workshop_id)
    db.session.rollback()  # it takes seconds: nobody who writes may wait for it
    model = sentence_model.model()
    read = [(card_id, text, packed(model.vector(text))) for card_id, text in cards[:AT_ONCE]]
    named = [(theme_id, title, packed(model.vector(title))) for theme_id, title in titles[:AT_ONCE]]
    _keep_cards(read)
    _keep_titles(named)
    if len(cards) > AT_ONCE or len(titles) > AT_ONCE:
        owe_vectors(workshop_id)


def _cards_without(workshop_id: int) -> Sequence[tuple[str, str]]:
    """In the order of the reveal: the order of keeping says nothing then."""
    missing = (
        select(Contribution.id, Contribution.text)
        .outerjoin(CardVector, CardVector.contribution_id == Contribution.id)
        .where(
            Contribution.workshop_id == workshop_id,
            Contribution.withdrawn.is_(False),
            Contribution.hidden_reason.is_(None),
            CardVector.model.is_distinct_from(sentence_model.NAME),
        )
        .order_by(Contribution.place.is_(None), Contribution.place, Contribution.id)
    )
    return [(card_id, text) for card_id, text in db.session.execute(missing)]


def _titles_without(workshop_id: int) -> Sequence[tuple[int, str]]:
    missing = (
        select(Theme.id, Theme.title)
        .outerjoin(ThemeVector, ThemeVector.theme_id == Theme.id)
        .where(
            Theme.workshop_id == workshop_id,
            Theme.merged_into_id.is_(None),
            ThemeVector.title.is_distinct_from(Theme.title) | (ThemeVector.model != sentence_model.NAME),
        )
        .order_by(Theme.id)
    )
    return [(theme_id, title) for theme_id, title in db.session.execute(missing)]


def _keep_cards(read: Sequence[tuple[str, str, bytes]]) -> None:
    """What was changed or withdrawn while the model was reading gets none: it has other words now, or none."""
    texts = {card_id: text for card_id, text, _ in read}
    there = select(Contribution.id, Contribution.text, Contribution.withdrawn).where(Contribution.id.in_(texts))
    locked = db.session.execute(there.with_for_update())
    same = {card_id for card_id, text, withdrawn in locked if not withdrawn and text == texts[card_id]}
    for card_id, _, vector in read:
        if card_id in same:
            db.session.merge(CardVector(contribution_id=card_id, model=sentence_model.NAME, vector=vector))


def _keep_titles(named: Sequence[tuple[int, str, bytes]]) -> None:
    there = set(db.session.scalars(select(Theme.id).where(Theme.id.in_([theme_id for theme_id, _, _ in named]))))
    for theme_id, title, vector in named:
        if theme_id in there:
            db.session.merge(ThemeVector(theme_id=theme_id, model=sentence_model.NAME, title=title, vector=vector))
