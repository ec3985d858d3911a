"""The forms of planning and inviting: shape and single-field rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3; the types lag
from wtforms.validators import InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.core import clock
from app.networks.models import ROLE_WORDS, Membership, Role
from app.web.forms import BaseForm, VersionedForm, text_field, title_field
from app.workshops.models import Anonymity, Answer, Method, Part, SavedTemplate, Workshop
from app.workshops.phases import (
    LARGEST_BUDGET,
    LENGTH_OF_A_MEETING,
    LONGEST_MEETING,
    OWN,
    SHORTEST_MEETING,
    TEMPLATES,
    Template,
)
from app.workshops.services.planning import Plan
from app.workshops.words import ANONYMITY_CHOICES

_LONGEST_OPEN = 14 * 24

ANSWERS = {Answer.YES: "I will be there", Answer.MAYBE: "Perhaps", Answer.NO: "I cannot come"}


def _template_words(each: Template) -> str:
    length = f"{each.minutes} minutes" if each.minutes else "no meeting"
    return f"{each.title} ({length}). {each.about}"


def _hours_field(label: str) -> IntegerField:
    limits = NumberRange(0, _LONGEST_OPEN, f"From 0 (left out) to {_LONGEST_OPEN} hours, which is two weeks.")
    return IntegerField(
        label, description="Hours. Left empty: as the template has it.", validators=[Optional(), limits]
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
    limits = NumberRange(1, LARGEST_BUDGET, f"From 1 to {LARGEST_BUDGET}.")
    return IntegerField(label, description="A rating needs none.", validators=[Optional(), limits])


class PlanForm(VersionedForm):
    makes_new = True
    title = title_field("Title", description="As it stands in people’s calendars.")
    purpose = text_field(
        "Purpose", description="One or two sentences: what will be decided, and what happens then.", longest=1_000
    )
    template = RadioField(
        "Template",
        choices={},
        default="tricky-topics",
        validators=[InputRequired("Choose a template.")],
    )
    starts_on = DateField(
        "Day of the meeting", validators=[Optional()], description="You can leave it open while you plan."
    )
    starts_time = TimeField("Time (UK)", validators=[Optional()])
    minutes = IntegerField(
        "Length",
        description="Minutes. Left empty: the template’s; else its phases are stretched.",
        validators=[Optional(), NumberRange(SHORTEST_MEETING, LONGEST_MEETING, LENGTH_OF_A_MEETING)],
    )
    anonymity = RadioField(
        "What is stored of who wrote a card",
        description="It stands beside every card’s form, and is fixed from the first card on.",
        choices={level.value: words for level, words in ANONYMITY_CHOICES.items()},
        default=Anonymity.UNATTRIBUTED.value,
    )
    call_url = StringField(
        "Link of the call",
        description="Teams, Zoom, Adobe Connect or another. The workshop works without any call.",
        validators=[Length(max=2_000, message="At most 2,000 characters.")],
    )
    critical_reason = TextAreaField(
        "Why missing it matters",
        description="Only for a critical workshop. Who could not come then gets one letter with the board’s address.",
        validators=[Length(max=300, message="At most 300 characters.")],
    )
    catch_up_hours = _hours_field("Time to add afterwards")
    ballot_hours = _hours_field("Time to vote in the final ballot")
    straw_method = _method_field("Straw vote in the meeting")
    straw_budget = _budget_field("Dots, or places to rank")
    ballot_method = _method_field("Final ballot")
    ballot_budget = _budget_field("Dots, or places to rank")

    def offer(self, saved: Iterable[SavedTemplate]) -> None:
        """Say which templates can be chosen: the site's, then the network's own."""
        own = [SelectChoice(f"{OWN}{each.id}", f"{each.title}. Saved by this network.") for each in saved]
        self.template.choices = [*(SelectChoice(each.key, _template_words(each)) for each in TEMPLATES.values()), *own]

    def validate(self, extra_validators: Any = None) -> bool:
        sound = super().validate(extra_validators)
        if (self.starts_on.data is None) != (self.starts_time.data is None):
            self.starts_time.errors = [*self.starts_time.errors, "Give both the day and the time, or neither."]
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
        return datetime.combine(self.starts_on.data, self.starts_time.data or time(12), tzinfo=clock.LONDON)


class CheckboxesField(SelectMultipleField):
    """Several of a list, each with its own tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PartForm(BaseForm):
    part = SelectField(
        "Invite them as",
        choices={part.value: part.value for part in Part if part is not Part.FACILITATOR},
        default=Part.PARTICIPANT.value,
    )


class InviteForm(PartForm):
    roles = CheckboxesField("Everybody who is", coerce=str)
    people = CheckboxesField("Or one by one", coerce=int)

    def offer(self, members: Iterable[Membership], invited: set[int]) -> None:
        """Say who can be chosen: each member once, with all roles, unless invited already; and whole roles."""
        named: dict[int, str] = {}
        self._holders: dict[Role, list[int]] = {}
        for each in members:
            if each.person_id not in invited:
                known = named.get(each.person_id, each.person.name)
                named[each.person_id] = f"{known}, {ROLE_WORDS[each.role]}"
                self._holders.setdefault(each.role, []).append(each.person_id)
        self.people.choices = [SelectChoice(person_id, words) for person_id, words in named.items()]
        self.roles.choices = [
            SelectChoice(role.value, f"{ROLE_WORDS[role]} ({len(held)})") for role, held in self._holders.items()
        ]

    @property
    def chosen(self) -> set[int]:
        """Whom the planner ticked, by name or by role."""
        by_role = [person_id for role in self.roles.data or [] for person_id in self._holders.get(Role(role), [])]
        return {*by_role, *(self.people.data or [])}


class AnswerForm(BaseForm):
    answer = RadioField(
        "Can you come?",
        choices={each.value: words for each, words in ANSWERS.items()},
        validators=[InputRequired("Choose one.")],
    )
    #: The time of the meeting that the person answers to.
    seen_time = HiddenField()

    def now_seen(self, time: str) -> None:
        """The form is shown, or shown again, beside this time."""
        self.seen_time.data, self.seen_time.raw_data = time, None

    @property
    def said(self) -> Answer:
        return Answer(self.answer.data)
