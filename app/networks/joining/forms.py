"""Forms about joining by a link."""

from __future__ import annotations

from datetime import timedelta

from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from app.core import clock
from app.networks.forms import ROLE_CHOICES
from app.networks.models import Role
from app.web.forms import BaseForm, email_field, title_field


class JoinLinkForm(BaseForm):
    role = SelectField(
        "What they become",
        choices={role.value: words for role, words in ROLE_CHOICES.items() if role is not Role.CHAIR},
        default=Role.AL.value,
    )
    domains = StringField(
        "Only addresses at",
        description="One or more domains, such as example.ac.uk. Left empty, anybody may ask.",
        validators=[Optional(), Length(max=500, message="At most 500 characters.")],
    )
    ends_on = DateField(
        "It works until",
        default=lambda: clock.today() + timedelta(days=30),
        validators=[InputRequired("Please choose a date.")],
    )


class AskToJoinForm(BaseForm):
    email = email_field("E-mail address", "We send a letter there first, to see that it is yours.")
    name = title_field("Name", description="As colleagues know you.", longest=120)


class AnswerRequestForm(BaseForm):
    reason = StringField("Why not", validators=[Length(max=300, message="At most 300 characters.")])
