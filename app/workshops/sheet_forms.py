"""The form of a run sheet: a title and minutes for each kind of phase; none minutes leaves it out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from wtforms import BooleanField, Field, IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from app.web.forms import BaseForm, VersionedForm
from app.workshops.models import Phase
from app.workshops.phases import USUAL_TITLES, PhaseKind, PhasePlan

_LONGEST_PHASE = 240


class NameForm(BaseForm):
    """Another name for a saved template."""

    title = StringField(
        "Name", validators=[InputRequired("Give it a name."), Length(max=80, message="At most 80 characters.")]
    )


class SheetForm(VersionedForm):
    save_as = StringField(
        "Keep it as a template named",
        description="For the next workshops of this network. Left empty: only for this one.",
        validators=[Length(max=80, message="At most 80 characters.")],
    )

    in_place = BooleanField(
        "Put it in place of the template of that name", description="Workshops planned with that one keep their phases."
    )

    def fill_from(self, phases: Iterable[Phase], version: int) -> None:
        """Show what stands."""
        present = {each.kind: each for each in phases}
        for kind, title, minutes, goes_on in self.rows():
            phase = present.get(kind.value)
            goes_on.data = bool(phase and phase.goes_on)
            title.data = phase.title if phase else USUAL_TITLES[kind]
            minutes.data = phase.minutes if phase else 0
        self.version.data = str(version)

    def rows(self) -> Iterator[tuple[PhaseKind, Field, Field, Field]]:
        """Each kind with its fields, in the order of a meeting."""
        for kind in PhaseKind:
            yield kind, self[f"{kind}_title"], self[f"{kind}_minutes"], self[f"{kind}_goes_on"]

    def phases(self) -> list[PhasePlan]:
        """Those that are not left out."""
        return [
            PhasePlan(kind, title.data or USUAL_TITLES[kind], minutes.data, bool(goes_on.data))
            for kind, title, minutes, goes_on in self.rows()
            if minutes.data
        ]


def _fields(kind: PhaseKind) -> dict[str, Any]:
    limits = [
        InputRequired("Give a number; 0 leaves it out."),
        NumberRange(0, _LONGEST_PHASE, "From 0 to 240 minutes."),
    ]
    short = [Length(max=60, message="At most 60 characters.")]
    return {
        f"{kind}_title": StringField(f"{USUAL_TITLES[kind]}: called", validators=short),
        f"{kind}_minutes": IntegerField("Minutes", validators=limits),
        f"{kind}_goes_on": BooleanField("Goes on by itself when the clock ends"),
    }


for _kind in PhaseKind:
    for _name, _field in _fields(_kind).items():
        setattr(SheetForm, _name, _field)
