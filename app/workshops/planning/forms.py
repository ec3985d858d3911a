"""The forms of planning: shape and single-field rules.

A run sheet has a title and minutes for each kind of phase; none minutes leaves it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, time
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3; the types lag
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from app.core import clock
from app.core.language.spoken import gettext, lazy_gettext
from app.web.forms import BaseForm, LocalTimeField, VersionedForm, text_field, title_field
from app.workshops.models import Anonymity, Method, Phase, SavedTemplate, Workshop
from app.workshops.phases import (
    LARGEST_BUDGET,
    LENGTH_OF_A_MEETING,
    LONGEST_MEETING,
    OWN,
    SHORTEST_MEETING,
    TEMPLATES,
    USUAL_TITLES,
    PhaseKind,
    PhasePlan,
    Template,
)
from app.workshops.planning.services.plans import Plan
from app.workshops.wording import ANONYMITY_CHOICES

_LONGEST_OPEN = 14 * 24


def _template_words(each: Template) -> str:
    length = f"{each.minutes} minutes" if each.minutes else "no meeting"
    return f"{each.title} ({length}). {each.about}"


def _hours_field(label: str) -> IntegerField:
    limits = NumberRange(
        0,
        _LONGEST_OPEN,
        gettext("From 0 (left out) to %(longest_open)s hours, which is two weeks.", longest_open=_LONGEST_OPEN),
    )
    return IntegerField(
        label, description=gettext("Hours. Left empty: as the template has it."), validators=[Optional(), limits]
    )


#: How a vote can be held, for the planner to choose.
_METHODS = {
    "": "As the template has it",
    Method.DOTS.value: "Dots",
    Method.RANK.value: "Ranking of the best few",
    Method.RATE.value: "Rating from 1 to 9",
}


def _method_field(label: str) -> SelectField:
    return SelectField(label, choices=_METHODS, default="")


def _budget_field(label: str) -> IntegerField:
    limits = NumberRange(1, LARGEST_BUDGET, gettext("From 1 to %(largest_budget)s.", largest_budget=LARGEST_BUDGET))
    return IntegerField(label, description=gettext("A rating needs none."), validators=[Optional(), limits])


class PlanForm(VersionedForm):
    makes_new = True
    title = title_field(lazy_gettext("Title"), description=lazy_gettext("As it stands in people’s calendars."))
    purpose = text_field(
        lazy_gettext("Purpose"),
        description=lazy_gettext("One or two sentences: what will be decided, and what happens then."),
        longest=1_000,
    )
    template = RadioField(
        lazy_gettext("Template"),
        choices={},
        default="tricky-topics",
        validators=[InputRequired(lazy_gettext("Choose a template."))],
    )
    starts_on = DateField(
        lazy_gettext("Day of the meeting"),
        validators=[Optional()],
        description=lazy_gettext("You can leave it open while you plan."),
    )
    starts_time = LocalTimeField(lazy_gettext("Time"), validators=[Optional()])
    minutes = IntegerField(
        lazy_gettext("Length"),
        description=lazy_gettext("Minutes. Left empty: the template’s; else its phases are stretched."),
        validators=[Optional(), NumberRange(SHORTEST_MEETING, LONGEST_MEETING, LENGTH_OF_A_MEETING)],
    )
    anonymity = RadioField(
        lazy_gettext("What is stored of who wrote a card"),
        description=lazy_gettext("It stands beside every card’s form, and is fixed from the first card on."),
        choices={level.value: words for level, words in ANONYMITY_CHOICES.items()},
        default=Anonymity.UNATTRIBUTED.value,
    )
    call_url = StringField(
        lazy_gettext("Link of the call"),
        description=lazy_gettext("Teams, Zoom, Adobe Connect or another. The workshop works without any call."),
        validators=[Length(max=2_000, message=lazy_gettext("At most 2,000 characters."))],
    )
    critical_reason = TextAreaField(
        lazy_gettext("Why missing it matters"),
        description=lazy_gettext(
            "Only for a critical workshop. Who could not come then gets one letter with the board’s address."
        ),
        validators=[Length(max=300, message=lazy_gettext("At most 300 characters."))],
    )
    catch_up_hours = _hours_field(lazy_gettext("Time to add afterwards"))
    ballot_hours = _hours_field(lazy_gettext("Time to vote in the final ballot"))
    straw_method = _method_field(lazy_gettext("Straw vote in the meeting"))
    straw_budget = _budget_field(lazy_gettext("Dots, or places to rank"))
    ballot_method = _method_field(lazy_gettext("Final ballot"))
    ballot_budget = _budget_field(lazy_gettext("Dots, or places to rank"))

    def offer(self, saved: Iterable[SavedTemplate]) -> None:
        """Say which templates can be chosen: the site's, then the network's own."""
        own = [
            SelectChoice(f"{OWN}{each.id}", gettext("%(title)s. Saved by this network.", title=each.title))
            for each in saved
        ]
        self.template.choices = [*(SelectChoice(each.key, _template_words(each)) for each in TEMPLATES.values()), *own]

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if (self.starts_on.data is None) != (self.starts_time.data is None):
            self.starts_time.errors = [*self.starts_time.errors, gettext("Give both the day and the time, or neither.")]
            return False
        return sound

    def fill_from(self, workshop: Workshop) -> None:
        """Show what stands."""
        for name in ("title", "purpose", "template", "call_url", "critical_reason", "catch_up_hours", "ballot_hours"):
            self[name].data = getattr(workshop, name)
        for name in ("straw_budget", "ballot_budget"):
            self[name].data = getattr(workshop, name)
        self.straw_method.data, self.ballot_method.data = workshop.straw_method.value, workshop.ballot_method.value
        self.anonymity.data = workshop.anonymity.value
        self.minutes.data = workshop.minutes or None
        if workshop.starts_at:
            local = clock.local(workshop.starts_at)
            self.starts_on.data, self.starts_time.data = local.date(), local.time()
        self.version.data = str(workshop.version)

    def plan(self) -> Plan:
        return Plan(
            title=self.title.data or "",
            purpose=self.purpose.data or "",
            template=self.template.data,
            anonymity=Anonymity(self.anonymity.data),
            starts_at=self._starts_at(),
            minutes=self.minutes.data,
            call_url=self.call_url.data or "",
            critical_reason=self.critical_reason.data or "",
            catch_up_hours=self.catch_up_hours.data,
            ballot_hours=self.ballot_hours.data,
            straw_method=Method(self.straw_method.data) if self.straw_method.data else None,
            straw_budget=self.straw_budget.data,
            ballot_method=Method(self.ballot_method.data) if self.ballot_method.data else None,
            ballot_budget=self.ballot_budget.data,
        )

    def _starts_at(self) -> datetime | None:
        if self.starts_on.data is None:
            return None
        return datetime.combine(self.starts_on.data, self.starts_time.data or time(12), tzinfo=clock.zone())


_LONGEST_PHASE = 240


class NameForm(BaseForm):
    """Another name for a saved template."""

    title = StringField(
        lazy_gettext("Name"),
        validators=[
            InputRequired(lazy_gettext("Give it a name.")),
            Length(max=80, message=lazy_gettext("At most 80 characters.")),
        ],
    )


class SheetForm(VersionedForm):
    save_as = StringField(
        lazy_gettext("Keep it as a template named"),
        description=lazy_gettext("For the next workshops of this network. Left empty: only for this one."),
        validators=[Length(max=80, message=lazy_gettext("At most 80 characters."))],
    )

    in_place = BooleanField(
        lazy_gettext("Put it in place of the template of that name"),
        description=lazy_gettext("Workshops planned with that one keep their phases."),
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
        InputRequired(gettext("Give a number; 0 leaves it out.")),
        NumberRange(0, _LONGEST_PHASE, gettext("From 0 to 240 minutes.")),
    ]
    short = [Length(max=60, message=gettext("At most 60 characters."))]
    return {
        f"{kind}_title": StringField(
            gettext("%(usual_titles)s: called", usual_titles=USUAL_TITLES[kind]), validators=short
        ),
        f"{kind}_minutes": IntegerField(gettext("Minutes"), validators=limits),
        f"{kind}_goes_on": BooleanField(gettext("Goes on by itself when the clock ends")),
    }


for _kind in PhaseKind:
    for _name, _field in _fields(_kind).items():
        setattr(SheetForm, _name, _field)
