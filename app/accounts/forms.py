"""Forms about accounts: shape and single fields only."""

from __future__ import annotations

from typing import Any

from wtforms import PasswordField, RadioField
from wtforms.validators import InputRequired

from app.accounts.models import TokenScope
from app.accounts.passwords import SHORTEST
from app.web.forms import BaseForm, email_field, title_field

SCOPES = {
    TokenScope.TOPICS: "The figures of topics that you see",
    TokenScope.MEASURES: "Those, and the measures of any pages that you may ask about",
}
GOOD = f"At least {SHORTEST} characters, and no password that many people use. Four words that do not belong together are good."


def _password(label: str, description: str = "") -> PasswordField:
    return PasswordField(label, description=description, validators=[InputRequired("Please fill this in.")])


class SecretForm(BaseForm):
    """A form with passwords: these are taken as they are typed, blanks and all."""

    class Meta(BaseForm.Meta):
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            if unbound_field.field_class is PasswordField:
                return unbound_field.bind(form=form, **options)
            return super().bind_field(form, unbound_field, options)


class SignInForm(SecretForm):
    email = email_field("E-mail address")
    password = _password("Password")


class FirstAdministratorForm(SecretForm):
    name = title_field("Your name", description="As colleagues know you.", longest=120)
    email = email_field("E-mail address", "You sign in with it.")
    password = _password("Password", GOOD)


class ResetRequestForm(BaseForm):
    email = email_field("E-mail address")


class NewPasswordForm(SecretForm):
    password = _password("New password", GOOD)


class ProfileForm(BaseForm):
    name = title_field("Name", description="As colleagues know you. It stands beside what you write.", longest=120)


class PresentPasswordForm(SecretForm):
    current_password = _password("Present password")


class PasswordForm(PresentPasswordForm):
    password = _password("New password", GOOD)


class NewAddressForm(PresentPasswordForm):
    email = email_field("New e-mail address", "A letter asks there whether it is yours.")


class OtherAccountForm(SecretForm):
    email = email_field("E-mail address of the other account")
    password = _password("Password of the other account")


class TokenForm(BaseForm):
    label = title_field("What is it for?", description="Such as: figures for the module report.", longest=80)
    scope = RadioField(
        "What does it open?", choices={each.value: words for each, words in SCOPES.items()}, default="topics"
    )
    days = RadioField(
        "How long does it work?", choices={"30": "30 days", "90": "90 days", "365": "A year"}, default="90"
    )
