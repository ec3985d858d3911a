"""Grouping: naming themes, moving cards, merging whole themes, undoing the last step.

Everybody who takes part groups while the room is live; once the meeting is over, those who run the workshop do. A
merged theme keeps its cards and stays as a signpost: what leads to it leads on, and undoing a merge loses nothing.
The steps of one room wait for each other: two merges at once could lead in a ring.
"""

from __future__ import annotations

from sqlalchemy import select

from app.core.actor import Actor
from app.core.concurrency.versions import expect_same, expect_version
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.text.words import quoted
from app.workshops.board.queries.board import themes_standing
from app.workshops.board.services import vectors
from app.workshops.board.services.themes import new_theme, title_from, title_of
from app.workshops.board.services.undo import UndoableStep, last_step, take_back
from app.workshops.event_log import record_event
from app.workshops.lifecycle import OPEN_FOR_CARDS
from app.workshops.locking import lock_workshop
from app.workshops.models import (
    Contribution,
    ContributionKind,
    GroupingStep,
    Round,
    RoundState,
    Theme,
    ThemeList,
    Workshop,
)
from app.workshops.policy import Permission
from app.workshops.queries import seat_of
from app.workshops.visibility import cards_visible


def require_grouping(actor: Actor, workshop: Workshop) -> None:
    """Whether this person may group here now; refused with the reason."""
    seat = seat_of(workshop, actor)
    require(actor, Permission.GROUP, seat)
    if not cards_visible(workshop):
        raise Refused(gettext("Cards are grouped once they are shown to everybody."))
    if workshop.state not in OPEN_FOR_CARDS:
        raise Refused(gettext("The themes stand as they are: they are voted on, or the workshop is over."))
    if workshop.state != "live":
        require(actor, Permission.RUN, seat)


def name_theme(actor: Actor, workshop: Workshop, title: str, kind: ThemeList = ThemeList.TOPICS) -> Theme:
    """A new theme without cards, at the end."""
    lock_workshop(workshop)
    require_grouping(actor, workshop)
    step = UndoableStep(f"new theme {quoted(title_of(title))}")
    theme = new_theme(workshop, title, kind, step)
    step.write(workshop, actor)
    record_event(workshop.id, "theme.named", theme=theme.id)
    return theme


def change_theme(
    actor: Actor, workshop: Workshop, theme: Theme, title: str, kind: ThemeList, *, seen_version: int | None = None
) -> Theme:
    """Give a theme another title, or put it on the other list.

    NotFound for a theme of another workshop; Conflict if it was changed or merged meanwhile; Refused while a vote is
    open.
    """
    lock_workshop(workshop)
    require_grouping(actor, workshop)
    _refuse_while_voting(workshop)
    theme = _unmerged(actor, workshop, theme)
    expect_version(theme, seen_version, {"title": theme.title})
    step = UndoableStep(f"theme {quoted(theme.title)} renamed")
    step.change(theme, title=title_of(title), list=kind)
    vectors.owe_vectors(workshop.id)
    step.write(workshop, actor)
    record_event(workshop.id, "theme.changed", theme=theme.id)
    return theme


def move_card(
    actor: Actor, workshop: Workshop, card: Contribution, target: Theme | str | None, *, seen_version: int | None = None
) -> Theme | None:
    """Put a card into a theme, into a new one of this title, or back among those without a theme.

    A person has placed it then: no proposal moves it. Whoever is slower than another mover is told so (Conflict).
    NotFound for a card that was withdrawn, and for a card or a theme of another workshop.
    """
    lock_workshop(workshop)
    require_grouping(actor, workshop)
    if card.workshop_id != workshop.id or card.withdrawn:
        raise NotFound
    expect_version(card, seen_version)
    step = UndoableStep("a card taken out of its theme")
    theme = None
    if isinstance(target, str):
        theme = new_theme(workshop, target, ThemeList.TOPICS, step)
    elif target is not None:
        theme = _standing(actor, workshop, target)
    if theme is not None:
        step.words = f"a card moved to {quoted(theme.title)}"
    step.change(card, theme_id=theme.id if theme else None, placed=theme is not None)
    step.write(workshop, actor)
    record_event(workshop.id, "card.moved", card=card.id, theme=theme.id if theme else None)
    return theme


def put_together(
    actor: Actor,
    workshop: Workshop,
    card: Contribution,
    other: Contribution,
    title: str = "",
    *,
    seen_version: int | None = None,
) -> Theme:
    """A new theme with both, called `title` or by the other card's words. If that has a theme by now, into that one.

    NotFound for a card with itself, and for one that was hidden or withdrawn or is of another workshop; Conflict if the
    first was moved meanwhile.
    """
    lock_workshop(workshop)
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
    step = UndoableStep("two cards put together")
    of_issues = {card.kind, other.kind} == {ContributionKind.OTHER_ISSUE}
    theme = new_theme(
        workshop, title or title_from(other.text), ThemeList.ISSUES if of_issues else ThemeList.TOPICS, step
    )
    step.words = f"two cards put together as {quoted(theme.title)}"
    for each in (card, other):
        step.change(each, theme_id=theme.id, placed=True)
    step.write(workshop, actor)
    record_event(workshop.id, "card.moved", card=card.id, theme=theme.id)
    return theme


def merge_themes(
    actor: Actor, workshop: Workshop, source: Theme, target: Theme, *, seen_version: int | None = None
) -> Theme:
    """Join a whole theme to another. The first stays as a signpost; cards, notes and "I see this too" lead on.

    NotFound for a theme of another workshop; Invalid if both are one already; Conflict if the first was changed or
    merged meanwhile; Refused while a vote is open.
    """
    lock_workshop(workshop)
    require_grouping(actor, workshop)
    _refuse_while_voting(workshop)
    target = _standing(actor, workshop, target)
    if _standing(actor, workshop, source).id == target.id:
        raise Invalid(gettext("That is one theme already."), {"target": [gettext("Choose another theme.")]})
    source = _unmerged(actor, workshop, source)
    expect_version(source, seen_version)
    step = UndoableStep(f"{quoted(source.title)} merged into {quoted(target.title)}")
    step.change(source, merged_into_id=target.id)
    step.write(workshop, actor)
    record_event(workshop.id, "theme.merged", theme=source.id, into=target.id)
    return target


def dismiss_suggestion(actor: Actor, workshop: Workshop, card: Contribution, theme: Theme) -> None:
    """This card does not belong to that theme: it is not suggested again. NotFound for what is of another workshop."""
    lock_workshop(workshop)
    require_grouping(actor, workshop)
    if card.workshop_id != workshop.id or theme.workshop_id != workshop.id:
        raise NotFound
    if theme.id not in card.dismissed:
        card.dismissed = [*card.dismissed, theme.id]
    record_event(workshop.id, "suggestion.dismissed", audience="facilitators", card=card.id)


def undo_last(actor: Actor, workshop: Workshop, *, seen_step: int | None = None) -> GroupingStep | None:
    """Take back the last step of this room, whoever made it; None if there is none. Refused while a vote is open.

    `seen_step` is the step that the button named: if another came after it, nothing is undone (Conflict).
    """
    lock_workshop(workshop)
    require_grouping(actor, workshop)
    step = last_step(workshop.id)
    if step is None:
        return None
    otherwise = Conflict(gettext("Somebody else grouped meanwhile. Look at it, and undo again if it should go."))
    expect_same(step.id, seen_step, otherwise)
    _refuse_while_voting(workshop)
    take_back(step)
    record_event(workshop.id, "step.undone", step=step.id)
    return step


def _refuse_while_voting(workshop: Workshop) -> None:
    """A vote lists themes as they stood when it opened."""
    going_on = select(Round.id).where(Round.workshop_id == workshop.id, Round.state == RoundState.OPEN).limit(1)
    if db.session.scalars(going_on).first() is not None:
        raise Refused(gettext("A vote on these themes is open. Go on when it is closed."))


def _standing(actor: Actor, workshop: Workshop, theme: Theme) -> Theme:
    """The theme itself, or the one it was merged into."""
    standing = themes_standing(workshop, seen_by=actor)
    if theme.id not in standing.leads_to:
        raise NotFound
    return next(each for each in standing.themes if each.id == standing.leads_to[theme.id])


def _unmerged(actor: Actor, workshop: Workshop, theme: Theme) -> Theme:
    """The theme that is to be changed; Conflict if it was merged away: the other one is not what was meant."""
    standing = _standing(actor, workshop, theme)
    if standing.id != theme.id:
        raise Conflict(gettext("Somebody merged this theme into %(title)s meanwhile.", title=quoted(standing.title)))
    return standing
