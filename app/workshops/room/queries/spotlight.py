"""What everybody is asked to look at."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.actor import Actor
from app.core.db import db
from app.core.permissions import allowed
from app.workshops.board.queries.board import themes_standing
from app.workshops.board.queries.cards import shown_cards
from app.workshops.models import Spotlight, Theme, Workshop
from app.workshops.policy import Permission, Seat
from app.workshops.visibility import cards_visible


@dataclass(frozen=True)
class Lit:
    """The card or the theme in the light, in words that everybody in the room may read."""

    #: A card's kind, or the list of a theme.
    label: str
    words: str
    card_id: str | None = None
    theme_id: int | None = None
    discussed: bool = False


def in_the_light(workshop: Workshop, seat: Seat, seen_by: Actor) -> Lit | None:
    """What is in the light; None if nothing is, or it is not to be read any more: withdrawn, hidden, behind the reveal."""
    if workshop.state != "live" or not cards_visible(workshop) or not allowed(seen_by, Permission.READ_BOARD, seat):
        return None
    row = db.session.get(Spotlight, workshop.id, populate_existing=True)
    if row is None:
        return None
    return _theme(workshop, row.theme_id, seen_by) if row.theme_id else _card(workshop, row, seat, seen_by)


def _card(workshop: Workshop, row: Spotlight, seat: Seat, seen_by: Actor) -> Lit | None:
    for card in shown_cards(workshop, seat, seen_by, only=row.card_id):
        if card.text is not None:
            return Lit(card.kind.value, card.text, card_id=card.id)
    return None


def _theme(workshop: Workshop, theme_id: int, seen_by: Actor) -> Lit | None:
    theme = db.session.get(Theme, theme_id)
    if theme is not None and theme.merged_into_id is not None:
        end = themes_standing(workshop, seen_by=seen_by).leads_to[theme.id]
        theme = db.session.get(Theme, end)
    return Lit(theme.list.value, theme.title, theme_id=theme.id, discussed=theme.discussed) if theme else None
