"""Forms about joining by a link."""

from __future__ import annotations

from datetime import timedelta

from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from app.core import clock
from app.core.language.spoken import lazy_gettext
from app.networks.forms import ROLE_CHOICES
from app.networks.models import Role
from app.web.forms import BaseForm, email_field, title_field


class JoinLinkForm(BaseForm):
    role = SelectField(
        lazy_gettext("What they become"),
        choices={role.value: words for role, words in ROLE_CHOICES.items() if role is not Role.CHAIR},
        default=Role.AL.value,
    )
    domains = StringField(
        lazy_gettext("Only addresses at"),
        description=lazy_gettext("One or more domains, such as example.ac.uk. Left empty, anybody may ask."),
        validators=[Optional(), Length(max=500, message=lazy_gettext("At most 500 characters."))],
    )
    ends_on = DateField(
        lazy_gettext("It works until"),
        default=lambda: clock.today() + timedelta(days=30),
        validators=[InputRequired(lazy_gettext("Please choose a date."))],
    )


class AskToJoinForm(BaseForm):
    email = email_field(
        lazy_gettext("E-mail address"), lazy_gettext("We send a letter there first, to see that it is yours.")
    )
    name = title_field(lazy_gettext("Name"), description=lazy_gettext("As colleagues know you."), longest=120)


class AnswerRequestForm(BaseForm):
    reason = StringField(
        lazy_gettext("Why not"), validators=[Length(max=300, message=lazy_gettext("At most 300 characters."))]
    )
