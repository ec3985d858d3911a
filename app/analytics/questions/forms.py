"""The form that allows more sets of sites."""

from __future__ import annotations

from typing import Any

from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired

from app.analytics.questions.services import MOST_AT_ONCE
from app.core.language.spoken import lazy_gettext
from app.web.forms import BaseForm, title_field


class AllowanceForm(BaseForm):
    presentation = SelectField(lazy_gettext("Presentation"))
    more = IntegerField(
        lazy_gettext("How many more sets"),
        validators=[InputRequired(lazy_gettext("Please give a number."))],
        description=f"For the next 30 days; at most {MOST_AT_ONCE} at once.",
    )
    reason = title_field(
        lazy_gettext("What the figures are needed for"), description=lazy_gettext("The log keeps it."), longest=300
    )

    def wanted(self) -> dict[str, Any]:
        return {"presentation": self.presentation.data, "more": self.more.data, "reason": self.reason.data or ""}
