"""The room's buttons: nothing to fill in but a reason, and what stood on the page when they were pressed."""

from __future__ import annotations

from wtforms import HiddenField

from app.core.numbers import names_a_row
from app.web.forms import VersionedForm, text_field

#: No row ever has this version.
UNSAID = -1


class StepForm(VersionedForm):
    """A move of the workshop from state to state."""

    reason = text_field("Why?", required=False, longest=1_000)


class RoomForm(VersionedForm):
    """A move of the room, its clock or its lease; or one's own mark in it."""

    #: The phase that is meant, by its index; or how far the page had come.
    ix = HiddenField()
    #: The card or theme that is meant.
    card = HiddenField()
    theme = HiddenField()
    #: Whose hand it is.
    person = HiddenField()

    @property
    def page_version(self) -> int:
        """For steps that name nothing themselves, such as "the next". Without the page they stood on, which may have been
        any, they are told like a late press.
        """
        seen = self.seen_version
        return UNSAID if seen is None else seen

    @property
    def phase_ix(self) -> int | None:
        return _number(self.ix)

    @property
    def theme_id(self) -> int | None:
        return _number(self.theme)

    @property
    def person_id(self) -> int | None:
        return _number(self.person)


def _number(field: HiddenField) -> int | None:
    text = str(field.data or "")
    return int(text) if names_a_row(text) else None
