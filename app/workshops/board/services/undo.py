"""Steps of grouping that can be undone: each keeps what it changed, row by row, before and after."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Conflict
from app.core.language.spoken import gettext
from app.workshops.models import (
    Contribution,
    Dot,
    GroupingStep,
    Outcome,
    Round,
    Seconding,
    Theme,
    ThemeNote,
    Workshop,
)

ROWS: dict[str, type[Contribution | Theme]] = {"card": Contribution, "theme": Theme}


@dataclass
class UndoableStep:
    """What one step changes. Say what changes through it, and write it down at the end."""

    words: str
    changes: list[list[Any]] = field(default_factory=list)

    def made(self, theme: Theme) -> None:
        """This theme is new; undoing takes it away again."""
        self.changes.append(["theme", theme.id, None, {}])

    def change(self, row: Contribution | Theme, **values: Any) -> None:
        kind = "card" if isinstance(row, Contribution) else "theme"
        before = {name: getattr(row, name) for name in values}
        for name, value in values.items():
            setattr(row, name, value)
        self.changes.append([kind, row.id, before, values])

    def write(self, workshop: Workshop, actor: Actor) -> None:
        db.session.add(
            GroupingStep(workshop_id=workshop.id, words=self.words, changes=self.changes, by_id=actor.person_id)
        )


def last_step(workshop_id: int) -> GroupingStep | None:
    """The one that would be undone next."""
    latest = select(GroupingStep).where(GroupingStep.workshop_id == workshop_id, GroupingStep.undone.is_(False))
    return db.session.scalars(latest.order_by(GroupingStep.id.desc()).limit(1)).first()


def take_back(step: GroupingStep) -> None:
    """Put every row back as it was, the last change first; Conflict if one is no longer as the step left it."""
    for kind, row_id, before, after in reversed(step.changes):
        row = db.session.get(ROWS[kind], row_id)
        if row is None or any(getattr(row, name) != value for name, value in after.items()):
            raise Conflict(gettext("Somebody changed this since, so it cannot be undone in one step."))
        if before is None:
            _remove(row)
            continue
        for name, value in before.items():
            setattr(row, name, value)
    step.undone = True


def _remove(theme: Any) -> None:
    """Take a theme away that the step had made, unless something was said or voted about it since."""
    db.session.flush()  # cards have left it by now; the questions below must see that
    pointing = (
        select(Contribution.id).where(Contribution.theme_id == theme.id),
        select(Seconding.id).where(Seconding.theme_id == theme.id),
        select(ThemeNote.id).where(ThemeNote.theme_id == theme.id),
        select(Theme.id).where(Theme.merged_into_id == theme.id),
        select(Dot.dot_no).where(Dot.theme_id == theme.id),
        select(Outcome.id).where(Outcome.theme_id == theme.id),
    )
    rounds = db.session.scalars(select(Round.items).where(Round.workshop_id == theme.workshop_id))
    if any(theme.id in items for items in rounds) or any(db.session.scalars(one.limit(1)).first() for one in pointing):
        raise Conflict(
            gettext("Something was said or voted about this theme since, so it stays. Rename or merge it instead.")
        )
    db.session.delete(theme)
