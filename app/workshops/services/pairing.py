"""Putting a card together with another one: how themes begin while there is none that fits."""

from __future__ import annotations

from app.core.actor import Actor
from app.core.errors import NotFound
from app.core.versions import expect_version
from app.core.words import quoted
from app.workshops.log import note
from app.workshops.models import Contribution, Theme, ThemeList, Workshop
from app.workshops.models.board import ContributionKind
from app.workshops.queries.board import themes_standing
from app.workshops.services._steps import Step
from app.workshops.services._themes import new_theme
from app.workshops.services.grouping import move_card, require_grouping
from app.workshops.services.tray import title_from
from app.workshops.services.turns import take_turn


def put_together(
    actor: Actor,
    workshop: Workshop,
    card: Contribution,
    other: Contribution,
    title: str = "",
    *,
    seen_version: int | None = None,
) -> Theme:
    """A new theme with both, called `title` or by the other card's words. If that has a theme by now, into that one."""
    take_turn(workshop)
    require_grouping(actor, workshop)
    for each in (card, other):
        if each.workshop_id != workshop.id or each.withdrawn or each.hidden_reason is not None:
            raise NotFound
    if card.id == other.id:
        raise NotFound
    standing = themes_standing(workshop, seen_by=actor)
    if other.theme_id is not None and (home := standing.leads_to.get(other.theme_id)) is not None:
        there = next(theme for theme in standing.themes if theme.id == home)
        return move_card(actor, workshop, card, there, seen_version=seen_version) or there
    expect_version(card, seen_version)
    step = Step("two cards put together")
    of_issues = {card.kind, other.kind} == {ContributionKind.OTHER_ISSUE}
    theme = new_theme(
        workshop, title or title_from(other.text), ThemeList.ISSUES if of_issues else ThemeList.TOPICS, step
    )
    step.words = f"two cards put together as {quoted(theme.title)}"
    for each in (card, other):
        step.change(each, theme_id=theme.id, placed=True)
    step.write(workshop, actor)
    note(workshop.id, "card.moved", card=card.id, theme=theme.id)
    return theme
