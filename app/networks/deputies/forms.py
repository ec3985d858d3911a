"""The form with which a chair names a deputy."""

from __future__ import annotations

from wtforms import DateField, SelectField
from wtforms.validators import InputRequired

from app.core.language.spoken import lazy_gettext
from app.web.forms import BaseForm


class DeputyForm(BaseForm):
    person_id = SelectField(lazy_gettext("Who chairs meanwhile"), coerce=int)
    until_on = DateField(
        lazy_gettext("Until and including"), validators=[InputRequired(lazy_gettext("Please choose the last day."))]
    )
