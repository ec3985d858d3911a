"""Forms about accounts: shape and single fields only."""

from __future__ import annotations

from typing import Any

from wtforms import PasswordField, RadioField
from wtforms.validators import InputRequired

from app.accounts.models import TokenScope
from app.accounts.passwords import SHORTEST
from app.core.language.spoken import gettext, lazy_gettext
from app.web.forms import BaseForm, email_field, title_field

SCOPES = {
    TokenScope.TOPICS: "The figures of topics that you see",
    TokenScope.MEASURES: "Those, and the measures of any pages that you may ask about",
}
GOOD = f"At least {SHORTEST} characters, and no password that many people use. Four words that do not belong together are good."


def _password(label: str, description: str = "") -> PasswordField:
    return PasswordField(label, description=description, validators=[InputRequired(gettext("Please fill this in."))])


class SecretForm(BaseForm):
    """A form with passwords: these are taken as they are typed, blanks and all."""

    class Meta(BaseForm.Meta):
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            if unbound_field.field_class is PasswordField:
                return unbound_field.bind(form=form, **options)
            return super().bind_field(form, unbound_field, options)


class SignInForm(SecretForm):
    email = email_field(lazy_gettext("E-mail address"))
    password = _password(lazy_gettext("Password"))


class FirstAdministratorForm(SecretForm):
    name = title_field(lazy_gettext("Your name"), description=lazy_gettext("As colleagues know you."), longest=120)
    email = email_field(lazy_gettext("E-mail address"), lazy_gettext("You sign in with it."))
    password = _password(lazy_gettext("Password"), GOOD)


class ResetRequestForm(BaseForm):
    email = email_field(lazy_gettext("E-mail address"))


class NewPasswordForm(SecretForm):
    password = _password(lazy_gettext("New password"), GOOD)


class ProfileForm(BaseForm):
    name = title_field(
        lazy_gettext("Name"),
        description=lazy_gettext("As colleagues know you. It stands beside what you write."),
        longest=120,
    )


class PresentPasswordForm(SecretForm):
    current_password = _password(lazy_gettext("Present password"))


class PasswordForm(PresentPasswordForm):
    password = _password(lazy_gettext("New password"), GOOD)


class NewAddressForm(PresentPasswordForm):
    email = email_field(lazy_gettext("New e-mail address"), lazy_gettext("A letter asks there whether it is yours."))


class OtherAccountForm(SecretForm):
    email = email_field(lazy_gettext("E-mail address of the other account"))
    password = _password(lazy_gettext("Password of the other account"))


class TokenForm(BaseForm):
    label = title_field(
        lazy_gettext("What is it for?"), description=lazy_gettext("Such as: figures for the module report."), longest=80
    )
    scope = RadioField(
        lazy_gettext("What does it open?"),
        choices={each.value: words for each, words in SCOPES.items()},
        default="topics",
    )
    days = RadioField(
        lazy_gettext("How long does it work?"),
        choices={"30": lazy_gettext("30 days"), "90": lazy_gettext("90 days"), "365": lazy_gettext("A year")},
        default="90",
    )
