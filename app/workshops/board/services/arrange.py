"""Carrying out proposals for loose cards, as one step that is undone at one stroke; dismissing them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import db
from app.core.text.words import plural
from app.workshops.board.queries.board import themes_standing
from app.workshops.board.services.grouping import require_grouping
from app.workshops.board.services.themes import new_theme
from app.workshops.board.services.undo import UndoableStep
from app.workshops.event_log import record_event
from app.workshops.locking import lock_workshop
from app.workshops.models import Contribution, DismissedProposal, ThemeList, Workshop


@dataclass(frozen=True)
class Together:
    """Cards for a theme that stands (`theme`), or for a new one of this title."""

    cards: Collection[str]
    theme: int | None = None
    title: str = ""
    list: ThemeList = ThemeList.TOPICS


def place_together(actor: Actor, workshop: Workshop, proposed: Iterable[Together]) -> int:
    """Carry out proposals as one step; how many cards it moved.

    What a person has placed meanwhile, or taken back, is left where it is; a theme that would be empty is not made.
    """
    lock_workshop(workshop)
    require_grouping(actor, workshop)
    step, moved = UndoableStep("cards arranged"), 0
    leads_to = themes_standing(workshop, seen_by=actor).leads_to
    free = _free(workshop)
    for each in proposed:
        cards = [free.pop(card_id) for card_id in sorted(set(each.cards)) if card_id in free]
        theme_id = leads_to.get(each.theme) if each.theme is not None else None
        if cards and each.theme is None:
            theme_id = new_theme(workshop, each.title, each.list, step).id
        if theme_id is not None:
            for card in cards:
                step.change(card, theme_id=theme_id)
            moved += len(cards)
    if moved:
        step.words = f"{plural(moved, 'card')} arranged"
        step.write(workshop, actor)
        record_event(workshop.id, "cards.arranged", cards=moved)
    return moved


def dismiss_proposal(actor: Actor, workshop: Workshop, refused: Together) -> None:
    """These cards are no theme together, or do not belong to that one: it is not proposed again."""
    lock_workshop(workshop)
    require_grouping(actor, workshop)
    here = [card for card_id, card in _free(workshop).items() if card_id in refused.cards]
    if not here:
        return
    if refused.theme is not None:
        for card in here:
            if refused.theme not in card.dismissed:
                card.dismissed = [*card.dismissed, refused.theme]
    else:
        keys = " ".join(sorted(card.id for card in here))
        db.session.add(DismissedProposal(workshop_id=workshop.id, cards=keys))
    record_event(workshop.id, "suggestion.dismissed", audience="facilitators", cards=len(here))


def _free(workshop: Workshop) -> dict[str, Contribution]:
    """The cards that nobody has placed."""
    loose = (Contribution.placed.is_(False), Contribution.withdrawn.is_(False), Contribution.theme_id.is_(None))
    there = select(Contribution).where(Contribution.workshop_id == workshop.id, *loose)
    return {card.id: card for card in db.session.scalars(there)}
