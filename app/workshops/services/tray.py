"""Cards that came too late to be grouped: in the final ballot, and at the close of a workshop without one, they stand
on equal terms, each as a theme of its own.
"""

from __future__ import annotations

from sqlalchemy import select, update

from app.core.db import db
from app.workshops.models import Contribution, ContributionKind, Theme, ThemeList, Workshop

#: As much of a card as makes a title.
LONGEST_TITLE = 120


def take_in(workshop: Workshop, *, all_cards: bool) -> None:
    """Make a theme of each late card in no theme; of each card in no theme at all, if nothing was ever grouped.

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
    line = next((line for line in (each.strip() for each in text.splitlines()) if line), "A card")
    if len(line) <= LONGEST_TITLE:
        return line
    cut = line[: LONGEST_TITLE - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:") + "…"
