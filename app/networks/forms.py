"""Forms about networks, members, cycles and dates: shape and single fields only."""

from __future__ import annotations

from datetime import datetime, time

from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from app.core import clock
from app.core.language.spoken import lazy_gettext
from app.networks.models import Consent, Role
from app.web.forms import BaseForm, LocalTimeField, VersionedForm, email_field, pasted_field, text_field, title_field

END_OF_DAY = time(23, 59)

CONSENTS = {
    Consent.NONE: "No",
    Consent.FORUM: "What I write in the forums",
    Consent.FORUM_AND_WORKSHOP: "What I write in the forums and in workshops",
}


def member_field(label: str, description: str = "") -> SelectField:
    """One of the members, or nobody yet. The view fills the choices with the network's members."""
    return SelectField(label, description=description, coerce=lambda text: int(text) if text else None)


class SetUpForm(VersionedForm):
    purpose = text_field(
        lazy_gettext("Purpose"),
        description=lazy_gettext("One sentence: what you want to find out and change, and by which presentation."),
        longest=300,
    )
    sponsor_id = member_field(lazy_gettext("Sponsor"), lazy_gettext("Receives what is escalated."))
    data_responsible_id = member_field(
        lazy_gettext("Responsible for data"), lazy_gettext("Where figures come from, and who may see them.")
    )
    analytics_responsible_id = member_field(
        lazy_gettext("Responsible for analytics"), lazy_gettext("What is made of the figures.")
    )
    interventions_responsible_id = member_field(
        lazy_gettext("Responsible for interventions"), lazy_gettext("What is done because of them.")
    )
    code_of_conduct_md = text_field(
        lazy_gettext("Code of conduct"),
        description=lazy_gettext(
            "In Markdown. For one: we discuss the material, never a named student, never a named tutor."
        ),
        required=False,
        longest=20_000,
    )


class CycleStepForm(BaseForm):
    """A move of a lifecycle, with the reason where one is needed."""

    verb = StringField(validators=[InputRequired()])
    reason = TextAreaField(
        lazy_gettext("Reason"), validators=[Length(max=2_000, message=lazy_gettext("At most 2,000 characters."))]
    )


class InviteMemberForm(BaseForm):
    email = email_field(lazy_gettext("E-mail address"))
    name = title_field(
        lazy_gettext("Name"),
        description=lazy_gettext("As colleagues know the person. Whoever is here already keeps theirs."),
        longest=120,
    )
    role = SelectField(lazy_gettext("Role in this network"))


class RemoveMemberForm(BaseForm):
    reason = StringField(
        lazy_gettext("Reason"), validators=[Length(max=300, message=lazy_gettext("At most 300 characters."))]
    )


class LeaveForm(BaseForm):
    withhold_name = BooleanField(lazy_gettext("Show my role instead of my name on what I wrote"))


class ConsentForm(BaseForm):
    consent = RadioField(choices={consent.value: words for consent, words in CONSENTS.items()})


class CycleForm(BaseForm):
    baseline = SelectField(
        lazy_gettext("Baseline presentation"), description=lazy_gettext("What you compare with."), coerce=int
    )
    target = SelectField(
        lazy_gettext("Target presentation"), description=lazy_gettext("Where the changes are to show."), coerce=int
    )
    concern = text_field(lazy_gettext("What this cycle is about"), required=False, longest=2_000)


class PresentationsForm(BaseForm):
    lines = pasted_field(
        lazy_gettext("Presentations"),
        description=lazy_gettext(
            "One run of the module a line: its code (letters, digits, hyphens), its first day, its weeks. Type or paste."
        ),
        longest=20_000,
    )


class CriticalDateForm(BaseForm):
    makes_new = True
    title = title_field(
        lazy_gettext("What happens then"), description=lazy_gettext("Such as: the vote closes."), longest=120
    )
    day = DateField(lazy_gettext("Date"), validators=[InputRequired(lazy_gettext("Please choose a date."))])
    time = LocalTimeField(
        lazy_gettext("Time"), validators=[Optional()], description=lazy_gettext("Left empty: the end of the day.")
    )
    reason = title_field(
        lazy_gettext("Why it is critical"),
        description=lazy_gettext("Everyone reads this. Without a reason it is just a date."),
        longest=300,
    )

    @property
    def at(self) -> datetime:
        """The instant that is meant, by the site's clock."""
        assert self.day.data is not None
        return datetime.combine(self.day.data, self.time.data or END_OF_DAY, tzinfo=clock.zone())


class CopyForm(BaseForm):
    code = title_field(
        lazy_gettext("Code of the other module"),
        description=lazy_gettext("Such as S315. It becomes the address."),
        longest=10,
    )
    title = title_field(lazy_gettext("Its title"))


class NetworkForm(BaseForm):
    code = title_field(
        lazy_gettext("Module code"),
        description=lazy_gettext("Such as S215. It becomes the network’s address."),
        longest=10,
    )
    title = title_field(lazy_gettext("Module title"))
    chair_email = email_field(lazy_gettext("E-mail address of the chair"))
    chair_name = title_field(lazy_gettext("Name of the chair"), longest=120)


class InvitePersonForm(BaseForm):
    makes_new = True
    email = email_field(lazy_gettext("E-mail address"))
    name = title_field(lazy_gettext("Name"), description=lazy_gettext("As colleagues know the person."), longest=120)


ROLE_CHOICES = {
    Role.AL: "AL (associate lecturer)",
    Role.MODULE_TEAM: "Module team",
    Role.CHAIR: "Chair of the module team",
    Role.MODERATOR: "Moderator",
    Role.STAFF_TUTOR: "Staff tutor",
    Role.ANALYST: "Analyst",
    Role.RESEARCHER: "Researcher",
    Role.SPONSOR: "Sponsor",
}
