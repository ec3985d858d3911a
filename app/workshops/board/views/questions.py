"""What grouping and withdrawing would do, said before it is done."""

from __future__ import annotations

from flask import request

from app.core.language.spoken import gettext, lazy_gettext, ngettext
from app.core.permissions import allowed
from app.web.actor import actor
from app.web.page.asking import Question, is_current, said
from app.workshops.board.queries.board import board
from app.workshops.context import workshop_at
from app.workshops.policy import Permission

#: How a step of grouping is taken back.
UNDO = lazy_gettext("“Undo” above the board takes it back as a whole, until somebody else groups.")


def of_accepting_all(**_workshop: object) -> Question | None:
    proposals = len(set(request.form.getlist("seen")))
    if proposals < 2:
        return None
    words = [gettext("The cards of %(proposals)s proposals go where they are proposed.", proposals=proposals)]
    return Question(gettext("Accept all of them?"), gettext("Accept all"), words, UNDO, "primary")


def of_merging(slug: str, number: int, theme_id: int) -> Question | None:
    where = workshop_at(slug, number)
    shown = (
        board(where.workshop, actor(), seat=where.seat).themes
        if allowed(actor(), Permission.READ_BOARD, where.seat)
        else ()
    )
    theme = next((each for each in shown if each.id == theme_id), None)
    if theme is None or not said("target") or not is_current(theme.version):
        return None
    words = [
        ngettext(
            "%(count)s card goes from “%(title)s” into the other theme, and this one ends.",
            "%(count)s cards go from “%(title)s” into the other theme, and this one ends.",
            len(theme.cards),
            title=theme.title,
        )
    ]
    return Question(gettext("Merge “%(title)s”?", title=theme.title), "Merge", words, UNDO, "primary")


def of_withdrawing(**_card: object) -> Question:
    return Question(gettext("Withdraw this card?"), gettext("Withdraw it"), [gettext("Its words are deleted.")])
