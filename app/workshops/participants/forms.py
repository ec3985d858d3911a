"""The forms of inviting and answering."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3; the types lag
from wtforms.validators import InputRequired

from app.core.language.spoken import lazy_gettext
from app.networks.models import ROLE_WORDS, Membership, Role
from app.web.forms import BaseForm, CheckboxesField, MadeForForm
from app.workshops.models import Answer, Part

ANSWERS = {Answer.YES: "I will be there", Answer.MAYBE: "Perhaps", Answer.NO: "I cannot come"}


class PartForm(BaseForm):
    part = SelectField(
        lazy_gettext("Invite them as"),
        choices={part.value: part.value for part in Part if part is not Part.FACILITATOR},
        default=Part.PARTICIPANT.value,
    )


class InviteForm(PartForm):
    roles = CheckboxesField(lazy_gettext("Everybody who is"), coerce=str)
    people = CheckboxesField(lazy_gettext("Or one by one"), coerce=int)

    def offer(self, members: Iterable[Membership], invited: set[int]) -> None:
        """Say who can be chosen: each member once, with all roles, unless invited already; and whole roles."""
        named: dict[int, str] = {}
        self._holders: dict[Role, list[int]] = {}
        for each in members:
            if each.person_id not in invited:
                known = named.get(each.person_id, each.person.name)
                named[each.person_id] = f"{known}, {ROLE_WORDS[each.role]}"
                self._holders.setdefault(each.role, []).append(each.person_id)
        self.people.choices = [SelectChoice(person_id, words) for person_id, words in named.items()]
        self.roles.choices = [
            SelectChoice(role.value, f"{ROLE_WORDS[role]} ({len(held)})") for role, held in self._holders.items()
        ]

    @property
    def chosen(self) -> set[int]:
        """Whom the planner ticked, by name or by role."""
        by_role = [person_id for role in self.roles.data or [] for person_id in self._holders.get(Role(role), [])]
        return {*by_role, *(self.people.data or [])}


class AnswerForm(MadeForForm):
    """Made for the time of the meeting."""

    answer = RadioField(
        lazy_gettext("Can you come?"),
        choices={each.value: words for each, words in ANSWERS.items()},
        validators=[InputRequired(lazy_gettext("Choose one."))],
    )

    @property
    def said(self) -> Answer:
        return Answer(self.answer.data)
