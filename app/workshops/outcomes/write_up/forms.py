"""The forms of the write-up."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3; the types lag
from wtforms.widgets import CheckboxInput, ListWidget

from app.texts.forms import WithText
from app.web.forms import VersionedForm, text_field
from app.workshops.participants.queries import InvitedPerson


class SectionForm(WithText, VersionedForm):
    body = text_field(
        "Words", description="Markdown. Leave it empty and the section drafts itself again.", required=False
    )


class PublishForm(VersionedForm):
    recipients = SelectMultipleField(
        "A letter goes to", coerce=int, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False)
    )

    def offer(self, people: Iterable[InvitedPerson]) -> None:
        self.recipients.choices = [SelectChoice(each.person_id, _named(each)) for each in people]


def _named(each: InvitedPerson) -> str:
    return each.name if each.wants_letters else f"{each.name} (wants no letter, and finds it on the site)"
