"""The forms of interventions: shape and single-field rules; what they mean is the services' business."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import BooleanField, DateField, FloatField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3; the types lag
from wtforms.validators import InputRequired, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from app.core import clock
from app.core.language.spoken import gettext, lazy_gettext
from app.interventions.evidence import too_early
from app.interventions.models import (
    Caveat,
    Direction,
    Intervention,
    InterventionKind,
    PredictedMeasure,
    Verdict,
    VoteStance,
)
from app.interventions.services import EvaluatedOutcome, InterventionProposal, Prediction
from app.networks.models import Presentation
from app.texts.forms import WithText
from app.web.forms import BaseForm, VersionedForm, text_field, title_field

NO_PREDICTION = SelectChoice("", lazy_gettext("No prediction yet"))
MEASURES = [
    SelectChoice(measure.value, f"{measure.words[:1].upper()}{measure.words[1:]}") for measure in PredictedMeasure
]
_LONGEST_REASON = 5_000


def presentation_choices(presentations: Iterable[Presentation]) -> list[SelectChoice]:
    return [SelectChoice("", "Choose"), *(SelectChoice(str(each.id), each.code) for each in presentations)]


class NumberField(FloatField):
    """A figure, with or without decimals; a decimal comma is a slip and is told as one."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as fault:
            raise ValueError("Give a number, such as 10 or 61.5.") from fault


class ProposalForm(WithText, VersionedForm):
    makes_new = True
    texts = ("rationale",)
    title = title_field(
        lazy_gettext("What is proposed"),
        description=lazy_gettext("A name that people can say aloud, such as: Video “Follow the electrons”."),
    )
    kind = SelectField(
        lazy_gettext("Kind"), choices=[SelectChoice(kind.value, kind.value.capitalize()) for kind in InterventionKind]
    )
    targets = SelectMultipleField(
        lazy_gettext("What it is for"),
        description=lazy_gettext("Tick a whole topic, or the stumbling blocks it would help with; or an issue."),
        validators=[InputRequired(lazy_gettext("Choose at least one topic, stumbling block or issue."))],
        validate_choice=True,
    )
    rationale = text_field(
        lazy_gettext("Why this would help"),
        description=lazy_gettext("What would students do differently, and why should that work?"),
    )
    measure = SelectField(lazy_gettext("Which measure"), default="", choices=[NO_PREDICTION, *MEASURES])
    on = StringField(
        lazy_gettext("On which assessment or question"),
        description=lazy_gettext("For example TMA04, or TMA04 Q1. Leave empty for a measure of weeks."),
        validators=[Length(max=40, message=lazy_gettext("At most 40 characters."))],
    )
    direction = SelectField(
        lazy_gettext("Which direction"),
        default="",
        choices=[
            SelectChoice("", "Choose"),
            SelectChoice(Direction.UP.value, "Up"),
            SelectChoice(Direction.DOWN.value, "Down"),
        ],
    )
    size = NumberField(lazy_gettext("By how many points"), validators=[Optional()])
    presentation = SelectField(lazy_gettext("In which presentation"), default="")

    def offer(self, target_values: Iterable[str], presentations: Iterable[Presentation]) -> None:
        """Say what can be chosen here."""
        self.targets.choices = [SelectChoice(value) for value in sorted(target_values)]
        self.presentation.choices = presentation_choices(presentations)

    def validate(self, extra_validators: Any = None) -> bool:
        """Also: a prediction is whole or absent."""
        fine = bool(super().validate(extra_validators))
        parts = (self.measure, self.direction, self.size, self.presentation)
        filled = [part for part in parts if part.data not in (None, "")]
        if filled and len(filled) < len(parts):
            for part in parts:
                if part not in filled and not part.errors:
                    part.errors = [gettext("A prediction needs all four parts; or leave all four out.")]
            return False
        return fine

    def fill_from(self, intervention: Intervention) -> None:
        """Show what stands."""
        self.title.data = intervention.title
        self.kind.data = intervention.kind.value
        self.targets.data = target_values(intervention)
        self.rationale.data = intervention.rationale_md
        if intervention.predicted_measure and intervention.predicted_direction:
            self.measure.data = intervention.predicted_measure.value
            self.direction.data = intervention.predicted_direction.value
            self.size.data = intervention.predicted_size
            self.on.data = intervention.predicted_on
            self.presentation.data = str(intervention.predicted_for_id)
        self.version.data = str(intervention.version)

    def proposal(self, follows_id: int | None = None) -> InterventionProposal:
        return InterventionProposal(
            title=self.title.data or "",
            kind=InterventionKind(self.kind.data),
            rationale_md=self.rationale.data or "",
            topic_ids=self._chosen("topic"),
            block_ids=self._chosen("block"),
            issue_ids=self._chosen("issue"),
            prediction=self._prediction(),
            follows_id=follows_id,
        )

    def _chosen(self, kind: str) -> list[int]:
        return [
            int(value.removeprefix(f"{kind}:")) for value in self.targets.data or () if value.startswith(f"{kind}:")
        ]

    def _prediction(self) -> Prediction | None:
        if not self.measure.data:
            return None
        return Prediction(
            measure=PredictedMeasure(self.measure.data),
            direction=Direction(self.direction.data),
            size=self.size.data or 0,
            presentation_id=int(self.presentation.data),
            on=self.on.data or "",
        )


def target_values(intervention: Intervention) -> list[str]:
    """The checkboxes that stand for its targets."""
    return [
        f"block:{row.block_id}"
        if row.block_id
        else f"topic:{row.topic_id}"
        if row.topic_id
        else f"issue:{row.issue_id}"
        for row in intervention.targets
    ]


class DecisionForm(VersionedForm):
    decision = RadioField(
        lazy_gettext("Decision"),
        choices=[
            SelectChoice("accept", lazy_gettext("Accept it")),
            SelectChoice("decline", lazy_gettext("Decline it")),
            SelectChoice("defer", lazy_gettext("Defer it to a later presentation")),
        ],
        validators=[InputRequired(lazy_gettext("Please choose one."))],
    )
    deferred_to = SelectField(
        lazy_gettext("Deferred to"), default="", description=lazy_gettext("Only when it is deferred.")
    )
    reason = text_field(
        lazy_gettext("Why"),
        description=lazy_gettext("Everyone in the network reads this. A reasoned no is an answer."),
        longest=_LONGEST_REASON,
    )
    stance = RadioField(
        lazy_gettext("And the vote?"),
        description=lazy_gettext("The vote is advice. Say how this decision stands to it."),
        choices=[
            SelectChoice(VoteStance.AGREES.value, lazy_gettext("It agrees with the vote")),
            SelectChoice(VoteStance.DIFFERS.value, lazy_gettext("It differs from the vote; the reason says why")),
            SelectChoice(VoteStance.NO_VOTE.value, lazy_gettext("There was no vote to follow")),
        ],
        validators=[InputRequired(lazy_gettext("Please choose one."))],
    )

    def offer(self, presentations: Iterable[Presentation]) -> None:
        self.deferred_to.choices = presentation_choices(presentations)


class ReadyForm(BaseForm):
    not_evaluated_because = text_field(
        lazy_gettext("It will not be evaluated, because"),
        description=lazy_gettext(
            "Only where there is no prediction: a change too small to see, or one that nobody can measure."
        ),
        required=False,
        longest=_LONGEST_REASON,
    )


class LiveForm(BaseForm):
    presentation = SelectField(
        lazy_gettext("Live in"), validators=[InputRequired(lazy_gettext("Choose the presentation."))]
    )
    live_on = DateField(
        lazy_gettext("Since"), default=clock.today, validators=[InputRequired(lazy_gettext("Give the day."))]
    )
    url = StringField(
        lazy_gettext("Address"),
        description=lazy_gettext("Where students find it, if it has an address."),
        validators=[
            Optional(),
            Length(max=500, message=lazy_gettext("At most 500 characters.")),
            # Only these two: an address of another scheme could run in the reader's page.
            Regexp(r"https?://\S+$", message=lazy_gettext("Give a whole address, beginning with https:// or http://.")),
        ],
    )

    def offer(self, presentations: Iterable[Presentation], chosen: int | None) -> None:
        self.presentation.choices = presentation_choices(presentations)
        if self.presentation.data is None and chosen:
            self.presentation.data = str(chosen)


class EvaluationForm(WithText, BaseForm):
    texts = ("words",)
    measure = SelectField(
        lazy_gettext("Measure"), default="", choices=[SelectChoice("", lazy_gettext("No figures")), *MEASURES]
    )
    before_in = SelectField(lazy_gettext("Presentation before"), default="")
    before_value = NumberField(lazy_gettext("Figure before"), validators=[Optional()])
    after_value = NumberField(lazy_gettext("Figure after"), validators=[Optional()])
    verdict = RadioField(
        lazy_gettext("Verdict"),
        choices=[SelectChoice(verdict.value, verdict.value.capitalize()) for verdict in Verdict],
        validators=[InputRequired(lazy_gettext("Please choose one of the four."))],
    )
    words = text_field(
        lazy_gettext("In words"),
        description=lazy_gettext(
            "What was seen; whether it was released in time, whom it reached, whether it was used as meant."
        ),
    )
    caveats = SelectMultipleField(
        lazy_gettext("What else may explain it"),
        description=lazy_gettext("Tick all that apply."),
        choices=[
            SelectChoice(caveat.value, f"{caveat.value[:1].upper()}{caveat.value[1:]}")
            for caveat in Caveat
            if caveat is not Caveat.CHOSEN_BECAUSE_LOW
        ],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    considered = BooleanField(
        lazy_gettext("I have gone through this list"),
        validators=[InputRequired(lazy_gettext("Please go through the list and tick this."))],
    )

    def offer(self, intervention: Intervention, presentations: Sequence[Presentation]) -> None:
        code = next((each.code for each in presentations if each.id == intervention.live_in_id), "")
        self.after_value.label.text = f"Figure after, in {code}" if code else "Figure after"
        begun = [each for each in presentations if too_early(each, clock.today()) is None]
        others = [each for each in begun if each.id != intervention.live_in_id]
        self.before_in.choices = presentation_choices(others)

    def outcome(self) -> EvaluatedOutcome:
        return EvaluatedOutcome(
            verdict=Verdict(self.verdict.data),
            words_md=self.words.data or "",
            caveats=[Caveat(word) for word in self.caveats.data or ()],
            measure=PredictedMeasure(self.measure.data) if self.measure.data else None,
            before_value=self.before_value.data,
            before_in_id=int(self.before_in.data) if self.before_in.data else None,
            after_value=self.after_value.data,
        )


class ConcludeForm(BaseForm):
    decision = RadioField(
        lazy_gettext("What follows"),
        choices=[
            SelectChoice("adopt", lazy_gettext("Adopt it: it stays")),
            SelectChoice("adapt", lazy_gettext("Adapt it: a next version follows")),
            SelectChoice("abandon", lazy_gettext("Abandon it")),
        ],
        validators=[InputRequired(lazy_gettext("Please choose one."))],
    )
    reason = text_field(lazy_gettext("Why"), longest=_LONGEST_REASON)
