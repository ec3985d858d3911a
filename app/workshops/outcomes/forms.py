"""The forms of the end: what becomes of a theme, a section of the write-up, and to whom it goes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from wtforms import BooleanField, DateField, IntegerField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3; the types lag
from wtforms.validators import InputRequired, NumberRange, Optional

from app.actions.queries import OwnerChoice
from app.core.language.spoken import gettext, lazy_gettext
from app.interventions.models import InterventionKind
from app.topics.models import IssueCategory
from app.web.forms import MadeForForm, text_field, title_field
from app.workshops.models import OutcomeKind
from app.workshops.outcomes.services import OutcomeDraft

#: The page says "no action, because" itself; many begin their reason with that word.
_BECAUSE = re.compile(r"^(?:no action,?\s+)?because\b[\s,:…]*", re.IGNORECASE)

_KIND_WORDS = {
    OutcomeKind.TOPIC: "A Tricky Topic, with its cards as stumbling blocks and examples",
    OutcomeKind.ISSUE: "An additional issue",
    OutcomeKind.INTERVENTION: "An intervention, proposed for a topic",
    OutcomeKind.ACTION: "An action with an owner and a date",
    OutcomeKind.NO_ACTION: "No action, because…",
}


def _kind_words(kind: OutcomeKind, others: str | None) -> str:
    if others is None:
        return _KIND_WORDS[kind]
    return gettext(
        "%(value)s%(value2)s that exists already, by its number. A new one is made by %(others)s.",
        value=kind.value[:1].upper(),
        value2=kind.value[1:],
        others=others,
    )


#: A number that something of this network could have.
_A_NUMBER = NumberRange(1, 999_999_999, lazy_gettext("Give the number that stands on its page."))


class OutcomeForm(MadeForForm):
    """Made for what was said of the theme before."""

    makes_new = True
    kind = RadioField(
        lazy_gettext("It becomes"),
        choices={kind.value: words for kind, words in _KIND_WORDS.items()},
        validators=[InputRequired(lazy_gettext("Choose what becomes of it."))],
    )
    title = title_field(lazy_gettext("Title"))
    existing = IntegerField(
        lazy_gettext("Number, if it exists already"),
        description=lazy_gettext("Links the theme to that topic, issue, intervention or action; nothing new is made."),
        validators=[Optional(), _A_NUMBER],
    )
    owner_id = SelectField(lazy_gettext("Who sees to it"), coerce=int, default=0)
    due_on = DateField(lazy_gettext("By when"), validators=[Optional()])
    nobody_yet = BooleanField(lazy_gettext("No owner yet"), description=lazy_gettext("Said openly in the write-up."))
    reason = text_field(
        lazy_gettext("Why nothing will be done"),
        description=lazy_gettext("Only for “no action, because…”."),
        required=False,
        longest=2_000,
    )
    category = SelectField(
        lazy_gettext("Kind of issue"),
        choices={each.value: each.value.capitalize() for each in IssueCategory},
        default="other",
    )
    topic_number = IntegerField(
        lazy_gettext("Number of the Tricky Topic"),
        description=lazy_gettext("Only for an intervention."),
        validators=[Optional(), _A_NUMBER],
    )
    intervention_kind = SelectField(
        lazy_gettext("Kind of intervention"),
        choices={each.value: each.value.capitalize() for each in InterventionKind},
        default="other",
    )
    success_indicator = text_field(
        lazy_gettext("Success indicator"),
        description=lazy_gettext("Only for an action: how will one see that it helped?"),
        required=False,
    )

    def offer(self, owners: Iterable[OwnerChoice], others_make: Mapping[OutcomeKind, str]) -> None:
        """Say who can see to it; and of which kinds others make a new one, so that this person only points to it."""
        self.kind.choices = [SelectChoice(kind.value, _kind_words(kind, others_make.get(kind))) for kind in _KIND_WORDS]
        names = [SelectChoice(each.person_id, each.name) for each in owners]
        self.owner_id.choices = [SelectChoice(0, gettext("Nobody chosen")), *names]

    def ending(self) -> OutcomeDraft:
        return OutcomeDraft(
            kind=OutcomeKind(self.kind.data),
            title=self.title.data or "",
            reason=_BECAUSE.sub("", self.reason.data or ""),
            nobody_yet=bool(self.nobody_yet.data),
            existing=self.existing.data,
            owner_id=self.owner_id.data or None,
            due_on=self.due_on.data,
            success_indicator=self.success_indicator.data or "",
            category=IssueCategory(self.category.data),
            intervention_kind=InterventionKind(self.intervention_kind.data),
            topic_number=self.topic_number.data,
        )
