"""The forms of the site's settings: shape only; the rules stand beside the service."""

from __future__ import annotations

from typing import Any

from wtforms import IntegerField, PasswordField, RadioField, StringField
from wtforms.validators import Length, Optional

from app.accounts.forms import PresentPasswordForm
from app.administration.site_settings.rules import LONGEST, LONGEST_NAME
from app.core.language.spoken import gettext, lazy_gettext
from app.core.site.models import MailSecurity
from app.web.forms import VersionedForm

SECURITY = {
    MailSecurity.STARTTLS: "STARTTLS, mostly at port 587",
    MailSecurity.TLS: "TLS from the first byte, mostly at port 465",
    MailSecurity.NONE: "None, for a server on this machine: name, password and letters go in plain text",
}
NOT_SETTINGS = frozenset({"version", "form_key", "csrf_token", "current_password"})


def _text(label: str, description: str = "", longest: int = LONGEST) -> StringField:
    validators = [Length(max=longest, message=gettext("At most %(longest)s characters.", longest=longest))]
    return StringField(label, description=description, validators=validators)


class FirstSettingsForm(VersionedForm, PresentPasswordForm):
    university = _text(lazy_gettext("Name of the university"), longest=LONGEST_NAME)
    site_name = _text(
        lazy_gettext("Name of the site"),
        lazy_gettext("It stands on every page and under every letter."),
        longest=LONGEST_NAME,
    )
    base_url = _text(
        lazy_gettext("Address of the site"), lazy_gettext("As people reach it. It is written into every letter.")
    )
    time_zone = _text(lazy_gettext("Time zone"), lazy_gettext("Of every date and time that people read here or type."))
    current_password = PasswordField(
        lazy_gettext("Your present password"),
        description=lazy_gettext(
            "The one you sign in with. Asked for only if you change the address of the site or anything about mail."
        ),
    )

    def given(self) -> dict[str, Any]:
        """What the service takes, of the fields that the page has."""
        known = {each.name: each.data for each in self if each.name not in NOT_SETTINGS}
        if "smtp_security" in known:
            known["smtp_security"] = MailSecurity(known["smtp_security"])
        return {name: "" if value is None and name != "smtp_port" else value for name, value in known.items()}


class SiteSettingsForm(FirstSettingsForm):
    mail_from = _text(
        lazy_gettext("Sender of mail"), lazy_gettext("A name and an address that may send by the server below.")
    )
    smtp_host = _text(
        lazy_gettext("Mail server"), lazy_gettext("Its name. While it is empty, each letter is kept as a file.")
    )
    smtp_security = RadioField(
        lazy_gettext("Security"), choices={each.value: words for each, words in SECURITY.items()}
    )
    smtp_port = IntegerField(
        lazy_gettext("Port"), description=lazy_gettext("Left empty: the usual one."), validators=[Optional()]
    )
    smtp_user = _text(lazy_gettext("User name"), lazy_gettext("Left empty for a server that asks for none."))
    smtp_password = PasswordField(
        lazy_gettext("Password of the mail server"),
        description=lazy_gettext("It is kept sealed, and never shown again. Left empty: the present one stays."),
        validators=[Length(max=LONGEST, message=f"At most {LONGEST} characters.")],
    )
