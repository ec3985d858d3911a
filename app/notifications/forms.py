"""The buttons of the inbox, and what mail one wants."""

from __future__ import annotations

from wtforms import HiddenField, RadioField, SelectField

from app.accounts.models import AskedMail, DigestFrequency
from app.accounts.services import MailChoice
from app.core import clock
from app.core.language.spoken import lazy_gettext
from app.web.forms import BaseForm

PACES = {
    DigestFrequency.DAILY: "Every day",
    DigestFrequency.TWICE_WEEKLY: "Twice a week, on Tuesday and Friday",
    DigestFrequency.WEEKLY: "Once a week, on Friday",
    DigestFrequency.OFF: "Never",
}
ASKED = {
    AskedMail.OFF: "No mail: I look at the site, or wait for the digest",
    AskedMail.SETTLED: "After half an hour, unless I have read it on the site by then",
    AskedMail.SOON: "Soon, in the networks that I moderate; after half an hour in the others",
}


class OpenForm(BaseForm):
    """Open one notice: it is marked as read, and the reader is taken to what it is about."""


class AllReadForm(BaseForm):
    """`newest` is the id of the newest notice that the page showed."""

    newest = HiddenField()


class MailForm(BaseForm):
    """What mail a person wants, as far as it is theirs to choose."""

    pace = RadioField(lazy_gettext("How often?"), choices={each.value: words for each, words in PACES.items()})
    hour = SelectField(lazy_gettext("At which hour?"), choices={str(each): f"{each:02}:00" for each in range(24)})
    zone = SelectField(
        lazy_gettext("By which clock?"),
        description=lazy_gettext("The digest comes at this hour there, in summer and in winter."),
    )
    asked = RadioField(
        lazy_gettext("Mail about what you follow"), choices={each.value: words for each, words in ASKED.items()}
    )

    def offer(self, *, zones: list[str], moderates: bool) -> None:
        """Zones, the site's first; and what only moderators may choose."""
        self.zone.choices = {"": f"The site’s: {clock.zone().key}", **{each: each for each in zones}}
        if not moderates:
            self.asked.choices = {each.value: words for each, words in ASKED.items() if each is not AskedMail.SOON}

    @property
    def choice(self) -> MailChoice:
        return MailChoice(
            pace=DigestFrequency(self.pace.data),
            hour=int(self.hour.data),
            zone=self.zone.data or "",
            asked=AskedMail(self.asked.data),
        )
