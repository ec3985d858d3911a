"""The form that allows more sets of sites."""

from __future__ import annotations

from typing import Any

from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired

from app.analytics.questions.services import MOST_AT_ONCE
from app.web.forms import BaseForm, title_field


class AllowanceForm(BaseForm):
    presentation = SelectField("Presentation")
    more = IntegerField(
        "How many more sets",
        validators=[InputRequired("Please give a number.")],
        description=f"For the next 30 days; at most {MOST_AT_ONCE} at once.",
    )
    reason = title_field("What the figures are needed for", description="The log keeps it.", longest=300)

    def wanted(self) -> dict[str, Any]:
        return {"presentation": self.presentation.data, "more": self.more.data, "reason": self.reason.data or ""}
