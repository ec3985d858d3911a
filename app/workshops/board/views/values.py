"""What the views of the board share: the author token in the cookie, the way back, and the values of its fragments."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import after_this_request, g

from app.core.permissions import allowed
from app.topics import distiller
from app.web.actor import actor
from app.web.forms import new_form_key
from app.web.serving import cookies
from app.web.transaction import leave_no_receipt
from app.workshops.board.author_tokens import new_author_token, own_author_token
from app.workshops.board.forms import card_form
from app.workshops.board.queries.board import board
from app.workshops.board.queries.cards import counts, own_cards
from app.workshops.board.queries.clinic import topics_to_work_on
from app.workshops.board.queries.reports import reports_of
from app.workshops.board.queries.similar_cards import Suggestions, suggestions, texts_of
from app.workshops.board.queries.vectors import vectors_of
from app.workshops.context import ONE, WorkshopContext, workshop_at
from app.workshops.lifecycle import OPEN_FOR_CARDS
from app.workshops.models import Anonymity, ThemeList
from app.workshops.policy import Permission
from app.workshops.visibility import cards_visible
from app.workshops.wording import stored_of

CARD = f"{ONE}/cards/<card_id>"
THEME = f"{ONE}/themes/<int:theme_id>"

#: A page offers the select box beside this many cards; the others lead to a page with it.
FORMS_ON_A_PAGE = 40
_PEN_LASTS = timedelta(days=90)


def silent_place(slug: str, number: int) -> WorkshopContext:
    """What the address names, for forms that may keep nothing of who sent them where no names are kept."""
    where = workshop_at(slug, number)
    if keeps_no_names(where):
        leave_no_receipt()
    return where


def keeps_no_names(where: WorkshopContext) -> bool:
    return where.workshop.anonymity is Anonymity.UNATTRIBUTED


def author_token(where: WorkshopContext) -> str:
    """This person's secret in this browser for this workshop; "" where names are kept.

    The browser's part is made at the first sight of a form. It lies in a cookie that scripts cannot read and that is
    sent to this workshop's pages only. Another person in the same browser has another secret.
    """
    if not keeps_no_names(where):
        return ""
    name = f"pen-{where.workshop.id}"
    held = str(g.get(name) or cookies.read(name, where.address))
    if not held:
        held = new_author_token()
        setattr(g, name, held)
        after_this_request(lambda answer: cookies.keep(answer, name, held, _PEN_LASTS, where.address))
    return own_author_token(held, actor().person_id)


def back(where: WorkshopContext, anchor: str = "") -> str:
    """Where people go on: the room while there is one, then the board."""
    page = "room" if where.workshop.state in {"collecting", "live"} else "board"
    return f"{where.address}/{page}{'#' + anchor if anchor else ''}"


def writing_values(where: WorkshopContext) -> dict[str, Any]:
    """The values of the card's form, of own cards and of the numbers: all that is shown before the reveal."""
    one, numbers = where.workshop, counts(where.workshop, actor())
    return {
        "form": card_form(one, formdata=None),
        "my_cards": own_cards(one, actor(), author_token=author_token(where), seat=where.seat),
        "numbers": numbers,
        "stored": stored_of(one.anonymity, numbers.invited),
        "keeps_names": not keeps_no_names(where),
        "late": cards_visible(one),
        "can_add": allowed(actor(), Permission.CONTRIBUTE, where.seat),
        "distiller": distiller,
        "starts_from": [] if cards_visible(one) else topics_to_work_on(one, seen_by=actor()),
    }


def board_values(where: WorkshopContext) -> dict[str, Any]:
    """The values of the board's fragments, with those of writing."""
    one, seat = where.workshop, where.seat
    shown = board(one, actor(), author_token=author_token(where), seat=seat)
    runs = allowed(actor(), Permission.RUN, seat)
    groups = allowed(actor(), Permission.GROUP, seat) and cards_visible(one) and one.state in OPEN_FOR_CARDS
    may_group = groups and (one.state == "live" or runs)
    offered = [*shown.loose, *shown.tray][:FORMS_ON_A_PAGE] if may_group else []
    titles = {theme.id: theme.title for theme in shown.themes}
    texts = texts_of(shown)
    offers = suggestions(shown, offered, vectors_of(one, actor())) if offered else Suggestions()
    return writing_values(where) | {
        "board": shown,
        "lists": [(each, [theme for theme in shown.themes if theme.list is each]) for each in ThemeList],
        "titles": titles,
        "similar": {card: [(each, titles[each]) for each in best] for card, best in offers.themes.items()},
        "alike": {card: [(each, texts[each]) for each in best] for card, best in offers.cards.items()},
        "by_sentences": offers.by_sentences,
        "sure": offers.sure,
        "offered": {card.id for card in offered},
        "may_group": may_group,
        "may_hide": allowed(actor(), Permission.HIDE, seat),
        # Those who may hide a card need nobody to report it to.
        "may_report": allowed(actor(), Permission.REPORT, seat) and not allowed(actor(), Permission.HIDE, seat),
        "reports": reports_of(one, seat, actor()),
        "runs": runs,
        "lights": one.state == "live" and allowed(actor(), Permission.SPOTLIGHT, seat),
        # One for all forms of the page: a receipt holds what was sent as well, so they do not stand in each other's way.
        "page_key": new_form_key(),
    }
