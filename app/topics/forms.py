"""Forms of topics and issues: shape and single fields only; what depends on more is the services' business."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    SubmitField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3; the types lag
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.language.spoken import gettext, lazy_gettext
from app.core.text.signs import stated
from app.texts.forms import AsksAboutIdentifiers, WithText
from app.topics import assessment_labels, distiller
from app.topics.models import ExampleSource, IssueCategory, IssueResponse
from app.topics.services.answering import OWNERS
from app.topics.services.mapping import FIRST_WEEK, LAST_WEEK
from app.web.forms import BaseForm, VersionedForm, text_field, title_field

SOURCES = {
    ExampleSource.MARKING: "Marking",
    ExampleSource.TUTORIAL: "A tutorial",
    ExampleSource.FORUM: "A forum",
    ExampleSource.EXAM: "An exam",
}


def chosen_from(pairs: Iterable[tuple[Any, str]]) -> list[SelectChoice]:
    """Choices of a field from pairs of value and words."""
    return [SelectChoice(value, words) for value, words in pairs]


class _SaysWhatIsWrong:
    """What was sent is not on the list: a sentence, where WTForms speaks to developers."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)  # type: ignore[misc]
        except ValueError as fault:
            raise ValueError("Choose from the list.") from fault

    def pre_validate(self, form: Any) -> None:
        try:
            super().pre_validate(form)  # type: ignore[misc]
        except ValidationError as fault:
            raise ValidationError(gettext("Choose from the list.")) from fault


class OneOfList(_SaysWhatIsWrong, SelectField):
    pass


class OneOfButtons(_SaysWhatIsWrong, RadioField):
    pass


class TickBoxes(_SaysWhatIsWrong, SelectMultipleField):
    """Several of a list, each with a box of its own: works by keyboard and without a script."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class WholeNumberField(IntegerField):
    """A whole number, and a sentence if it is not one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as fault:
            raise ValueError("Give a whole number, such as 8.") from fault


_WEEKS = NumberRange(FIRST_WEEK, LAST_WEEK, message=f"Presentation weeks lie between {FIRST_WEEK} and {LAST_WEEK}.")


class TopicForm(WithText, VersionedForm):
    makes_new = True
    texts = ("statement_md",)
    title = title_field(
        lazy_gettext("Title"),
        description=lazy_gettext(
            "The concept, in a few words: “Molecular orbitals: can draw the diagram, cannot use it”."
        ),
    )
    statement_md = text_field(
        lazy_gettext("Statement"),
        description=lazy_gettext("Where do students get stuck, and how do you notice? Name no student and no tutor."),
    )
    threshold_concept = BooleanField(
        lazy_gettext("This is a threshold concept"),
        description=lazy_gettext("Once understood, it changes how everything after it looks."),
    )
    look = SubmitField(lazy_gettext("Look for similar ones"))


class IssueForm(WithText, VersionedForm):
    makes_new = True
    texts = ("statement_md",)
    title = title_field(
        lazy_gettext("Title"),
        description=lazy_gettext("The difficulty, in a few words: “Pace and volume of material, weeks 9–16”."),
    )
    statement_md = text_field(
        lazy_gettext("Statement"),
        description=lazy_gettext("What happens, when, and to whom? Name no student and no tutor."),
    )
    category = OneOfList(
        "Category",
        choices=chosen_from((each.value, each.value.capitalize()) for each in IssueCategory),
        coerce=IssueCategory,
        default=IssueCategory.PACE,
    )
    look = SubmitField(lazy_gettext("Look for similar ones"))


class StumblingBlockForm(AsksAboutIdentifiers, VersionedForm):
    makes_new = True
    looked_at = ("title", "assessable_by")
    title = title_field(
        lazy_gettext("Stumbling block"),
        description=lazy_gettext("One part of the topic that can be assessed by itself."),
    )
    assessable_by = StringField(
        lazy_gettext("How to see that it has been overcome"),
        description=lazy_gettext("What an answer would show: “labels the axis with units”."),
        validators=[Length(max=300, message=lazy_gettext("At most 300 characters."))],
    )


class ClassifyForm(VersionedForm):
    block_ids = TickBoxes("Which stumbling blocks does it show?", coerce=int)
    codes = TickBoxes("Why do students not understand?", choices=chosen_from(distiller.choices()))


class ExampleForm(AsksAboutIdentifiers, ClassifyForm):
    makes_new = True
    looked_at = ("text",)
    text = TextAreaField(
        lazy_gettext("What students write or say"),
        description=lazy_gettext("In a student's words, without anything that could say who it was."),
        validators=[
            DataRequired(lazy_gettext("Please write what students say or write.")),
            Length(max=2000, message=lazy_gettext("At most 2,000 characters.")),
        ],
    )
    source = OneOfButtons(
        "Where was it met?",
        choices=chosen_from((source.value, words) for source, words in SOURCES.items()),
        coerce=ExampleSource,
        default=ExampleSource.MARKING,
    )


class MappingForm(VersionedForm):
    week_from = WholeNumberField(
        lazy_gettext("First presentation week"),
        description=lazy_gettext("Week 1 starts on the first day of the presentation."),
        validators=[InputRequired(lazy_gettext("Give the first week as a number.")), _WEEKS],
    )
    week_to = WholeNumberField(
        lazy_gettext("Last presentation week"),
        description=lazy_gettext("Both weeks are included."),
        validators=[InputRequired(lazy_gettext("Give the last week as a number.")), _WEEKS],
    )
    known_types = TickBoxes("Activity types in the dataset")
    activity_types = StringField(
        lazy_gettext("Other activity types"),
        description=lazy_gettext("Names of VLE activity types, separated by commas: quiz, oucontent. None means all."),
        validators=[Length(max=500)],
    )
    sites = StringField(
        lazy_gettext("Sites"),
        description=lazy_gettext("Numbers of VLE sites, separated by commas: 526721, 526735. None means all."),
        validators=[Length(max=2000)],
    )
    assessments = TextAreaField(
        lazy_gettext("Assessments that test it"),
        description=assessment_labels.HOW,
        validators=[Length(max=2000)],
    )

    def validate_activity_types(self, field: StringField) -> None:
        for name in _parts(field.data):
            if not name.replace("_", "").replace("-", "").isalnum() or len(name) > 40:
                raise ValidationError(
                    gettext("“%(name)s” is not an activity type: one word, such as quiz or oucontent.", name=name[:40])
                )

    def validate_sites(self, field: StringField) -> None:
        for text in _parts(field.data):
            if not (text.isascii() and text.isdigit() and len(text) <= 12):
                raise ValidationError(
                    gettext("“%(text)s” is not a site: a whole number, such as 526721.", text=text[:40])
                )

    def validate_assessments(self, field: TextAreaField) -> None:
        try:
            assessment_labels.read_labels(field.data or "")
        except ValueError as fault:
            raise ValidationError(str(fault)) from fault

    def all_types(self) -> list[str]:
        return [*(self.known_types.data or []), *(name.lower() for name in _parts(self.activity_types.data))]

    def all_sites(self) -> list[int]:
        return [int(text) for text in _parts(self.sites.data)]

    def all_assessments(self) -> list[assessment_labels.AssessmentLabel]:
        return assessment_labels.read_labels(self.assessments.data or "")


class TopicStepForm(BaseForm):
    """One step between states. The view says whether a reason is needed."""

    reason = text_field(
        lazy_gettext("Why"),
        description=lazy_gettext("Everyone in the network can read this."),
        required=False,
        longest=4000,
    )
    override = BooleanField(lazy_gettext("Put it on the shortlist all the same"))
    target = OneOfList("The topic that stays", coerce=int, default=0, validate_choice=False)
    category = OneOfList(
        "Category",
        choices=chosen_from((each.value, each.value.capitalize()) for each in IssueCategory),
        coerce=IssueCategory,
        default=IssueCategory.OTHER,
    )
    needs_reason = False

    def validate_reason(self, field: TextAreaField) -> None:
        if self.needs_reason and not field.data:
            raise ValidationError(gettext("Please say why, for those who raised it and voted for it."))


class RouteForm(BaseForm):
    routed_to = OneOfButtons("To whom", choices=chosen_from((each, each[:1].upper() + each[1:]) for each in OWNERS))
    owner_id = OneOfList("A person, where you know", coerce=int, default=0)
    reason = StringField(
        lazy_gettext("A word to them"), validators=[Length(max=500, message=lazy_gettext("At most 500 characters."))]
    )


class RespondForm(WithText, BaseForm):
    texts = ("response_md",)
    response = OneOfButtons(
        "Response",
        choices=chosen_from((each.value, each.value.capitalize()) for each in IssueResponse),
        coerce=IssueResponse,
    )
    response_md = text_field(
        lazy_gettext("The answer"),
        description=lazy_gettext("A “cannot, because…” with its reason is a full answer."),
        longest=20_000,
    )


class TopicVoteForm(BaseForm):
    """Only the token: the address says what for, the button whether to cast or take back."""


class StrikeForm(BaseForm):
    """A button that changes the order or takes something away."""


def _parts(text: str | None) -> list[str]:
    return [stated(part) for part in (text or "").replace("\n", ",").replace(";", ",").split(",") if stated(part)]
