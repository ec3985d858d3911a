"""The cards as a table for a spreadsheet. A table travels: it names an author only where everybody saw names anyway."""

from __future__ import annotations

from app.core.documents.spreadsheet import as_csv
from app.workshops.board.queries.board import Board
from app.workshops.board.queries.cards import CardView
from app.workshops.models import Anonymity, Workshop

_HEAD = ("List", "Theme", "Kind", "Words", "Distiller codes", "Added", "From the forum", "Hidden because")


def cards_csv(workshop: Workshop, board: Board) -> str:
    """One line for each card, theme by theme in the order of the reveal, which says nothing about who wrote when."""
    named = workshop.anonymity is Anonymity.NAMED
    lines = [
        *((theme.list.value, theme.title, card) for theme in board.themes for card in theme.cards),
        *(("", "", card) for card in (*board.loose, *board.tray)),
    ]
    head = (*_HEAD, "Author") if named else _HEAD
    return as_csv(head, [[of, title, *_cells(card), *([card.author] if named else [])] for of, title, card in lines])


def _cells(card: CardView) -> list[str | None]:
    return [
        card.kind.value,
        card.text,
        " ".join(card.codes),
        card.channel.value,
        "yes" if card.post_id else "",
        card.hidden_reason,
    ]
