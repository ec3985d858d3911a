"""Making themes: of a title, and of each card that nobody has grouped. Whoever calls this has asked for permission."""

from __future__ import annotations

from sqlalchemy import select, update

from app.core.db import db
from app.core.errors import Invalid
from app.core.language.spoken import gettext
from app.core.text.signs import stated
from app.workshops.board.services import vectors
from app.workshops.board.services.undo import UndoableStep
from app.workshops.models import Contribution, ContributionKind, Theme, ThemeList, Workshop

LONGEST_TITLE = 160
#: As much of a card as makes a title.
LONGEST_TITLE_OF_A_CARD = 120


def new_theme(workshop: Workshop, title: str, kind: ThemeList, step: UndoableStep) -> Theme:
    """A theme without cards, noted in the step as made by it. Invalid as in `title_of`."""
    theme = Theme(workshop_id=workshop.id, title=title_of(title), list=kind)
    db.session.add(theme)
    db.session.flush()  # cards and the step name it by its number
    step.made(theme)
    vectors.owe_vectors(workshop.id)
    return theme


def title_of(title: str) -> str:
    """The title on one line; Invalid if it is empty or too long."""
    words = " ".join(stated(title).split())
    if not 0 < len(words) <= LONGEST_TITLE:
        raise Invalid(
            gettext("A theme needs a name."),
            {
                "title": [
                    gettext("Give it a name of at most %(longest_title)s characters.", longest_title=LONGEST_TITLE)
                ]
            },
        )
    return words


def take_in(workshop: Workshop, *, all_cards: bool) -> None:
    """Make a theme of each late card in no theme; of each card in no theme at all, if nothing was ever grouped.

    In the final ballot, and at the close of a workshop without one, they stand on equal terms with the others.

    Cards that were hidden or withdrawn stay out. What a group saw and left ungrouped stays out as well.
    """
    loose = select(Contribution.id, Contribution.text, Contribution.kind).where(
        Contribution.workshop_id == workshop.id,
        Contribution.theme_id.is_(None),
        Contribution.hidden_reason.is_(None),
        Contribution.withdrawn.is_(False),
    )
    if not all_cards:
        loose = loose.where(Contribution.late)
    for card_id, text, kind in db.session.execute(loose.order_by(Contribution.place, Contribution.id)).all():
        of_issues = kind is ContributionKind.OTHER_ISSUE
        theme = Theme(
            workshop_id=workshop.id,
            title=title_from(text),
            list=ThemeList.ISSUES if of_issues else ThemeList.TOPICS,
        )
        db.session.add(theme)
        db.session.flush()  # the card points to it
        db.session.execute(update(Contribution).where(Contribution.id == card_id).values(theme_id=theme.id))


def title_from(text: str) -> str:
    """The card's first line, cut between words with an ellipsis if it is long."""
    line = next(filter(None, map(stated, text.splitlines())), "A card")
    if len(line) <= LONGEST_TITLE_OF_A_CARD:
        return line
    cut = line[: LONGEST_TITLE_OF_A_CARD - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:") + "…"
