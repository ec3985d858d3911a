"""The forms of the action register: shape and single-field rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wtforms import DateField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3; the types lag
from wtforms.validators import InputRequired

from app.actions.models import Action
from app.actions.queries import OwnerChoice
from app.actions.services import Draft
from app.core.language.spoken import gettext, lazy_gettext
from app.web.forms import BaseForm, VersionedForm, text_field, title_field

_LONGEST_LINE = 2_000


class ActionForm(VersionedForm):
    makes_new = True
    title = title_field(
        lazy_gettext("Action agreed"),
        description=lazy_gettext("A verb and an object: Record the video. Map TMA questions to topics."),
    )
    owner = SelectField(
        lazy_gettext("Lead"), coerce=int, validators=[InputRequired(lazy_gettext("Choose who does it."))]
    )
    due_on = DateField(
        lazy_gettext("Due"), validators=[InputRequired(lazy_gettext("Give the day by which it is done."))]
    )
    success_indicator = text_field(
        lazy_gettext("Success indicator"),
        description=lazy_gettext("How will one see that it is done and worked?"),
        longest=_LONGEST_LINE,
    )
    source = SelectField(lazy_gettext("What it makes happen"), default="")

    def offer(self, owners: Iterable[OwnerChoice], sources: Mapping[str, list[tuple[str, str]]]) -> None:
        """Say what can be chosen here."""
        self.owner.choices = [SelectChoice(each.person_id, each.name) for each in owners]
        grouped = [
            SelectChoice(value, title, optgroup=heading) for heading, group in sources.items() for value, title in group
        ]
        self.source.choices = [SelectChoice("", gettext("Nothing in particular")), *grouped]

    def fill_from(self, action: Action) -> None:
        """Show what stands."""
        self.title.data = action.title
        self.owner.data = action.owner_id
        self.due_on.data = action.due_on
        self.success_indicator.data = action.success_indicator
        self.source.data = source_value(action.intervention_id, action.topic_id, action.issue_id)
        self.version.data = str(action.version)

    def draft(self) -> Draft:
        kind, _, row_id = (self.source.data or "").partition(":")
        assert self.due_on.data is not None
        return Draft(
            title=self.title.data or "",
            owner_id=self.owner.data,
            due_on=self.due_on.data,
            success_indicator=self.success_indicator.data or "",
            intervention_id=int(row_id) if kind == "intervention" else None,
            topic_id=int(row_id) if kind == "topic" else None,
            issue_id=int(row_id) if kind == "issue" else None,
        )


def source_value(intervention_id: int | None, topic_id: int | None, issue_id: int | None) -> str:
    """The choice that stands for a source."""
    named = (("intervention", intervention_id), ("topic", topic_id), ("issue", issue_id))
    return next((f"{kind}:{row_id}" for kind, row_id in named if row_id is not None), "")


class ActionNoteForm(BaseForm):
    makes_new = True
    note = text_field(lazy_gettext("What has happened?"), longest=_LONGEST_LINE)


# Each reason has a name of its own, because their forms stand on one page.
class BlockActionForm(BaseForm):
    block_reason = text_field(lazy_gettext("What blocks it?"), longest=_LONGEST_LINE)


class DropForm(BaseForm):
    drop_reason = text_field(lazy_gettext("Why is it dropped?"), longest=_LONGEST_LINE)


class SendActionBackForm(BaseForm):
    send_back_reason = text_field(lazy_gettext("What is missing?"), longest=_LONGEST_LINE)


class CriticalForm(BaseForm):
    critical_reason = text_field(lazy_gettext("Why does this date matter?"), longest=_LONGEST_LINE)
