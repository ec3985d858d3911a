"""The form with which a chair names a deputy."""

from __future__ import annotations

from wtforms import DateField, SelectField
from wtforms.validators import InputRequired

from app.web.forms import BaseForm


class DeputyForm(BaseForm):
    person_id = SelectField("Who chairs meanwhile", coerce=int)
    until_on = DateField("Until and including", validators=[InputRequired("Please choose the last day.")])
