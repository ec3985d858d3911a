"""The room's buttons: nothing to fill in but a reason, and what stood on the page when they were pressed."""

from __future__ import annotations

from flask import request
from wtforms import HiddenField

from app.core.concurrency.versions import UNSAID
from app.core.numbers import names_a_row
from app.web.forms import VersionedForm, text_field
from app.workshops.room.services.queue import NO_THEME


class WorkshopStepForm(VersionedForm):
    """A move of the workshop from state to state."""

    reason = text_field("Why?", required=False, longest=1_000)


class RoomForm(VersionedForm):
    """A move of the room, its clock or its lease; or one's own mark in it."""

    #: The phase that is meant, by its index; or how far the page had come.
    ix = HiddenField()
    #: The card or theme that is meant.
    card = HiddenField()
    theme = HiddenField()
    #: Whose hand it is; and all whose hands were up on the page.
    person = HiddenField()
    people = HiddenField()
    #: The order of the discussion on the page, by the themes' ids.
    order = HiddenField()

    @property
    def phase_ix(self) -> int | None:
        return _number(self.ix)

    @property
    def shown(self) -> int:
        """How far the page had come with the cards."""
        seen = self.phase_ix
        return UNSAID if seen is None else seen

    @property
    def theme_id(self) -> int | None:
        return _number(self.theme)

    @property
    def person_id(self) -> int | None:
        return _number(self.person)

    @property
    def people_ids(self) -> list[int]:
        return _numbers(self.people)

    @property
    def seen_order(self) -> list[int] | int:
        return _numbers(self.order) or UNSAID

    @property
    def lit(self) -> str | int:
        """The card or the theme that was in the light on the page."""
        return self.card.data or self.theme_id or UNSAID

    @property
    def lit_theme(self) -> int:
        """The theme that was, where none may have been: the form says that as well."""
        if "theme" not in request.form:
            return UNSAID
        return self.theme_id or NO_THEME


def _number(field: HiddenField) -> int | None:
    text = str(field.data or "")
    return int(text) if names_a_row(text) else None


def _numbers(field: HiddenField) -> list[int]:
    return [int(each) for each in str(field.data or "").split() if names_a_row(each)]
