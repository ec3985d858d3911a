"""The form that takes a list of people."""

from __future__ import annotations

from hashlib import sha256

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, SelectField

from app.core.documents.uploaded_table import LARGEST, text_of
from app.core.errors import Invalid
from app.core.language.spoken import gettext, lazy_gettext
from app.core.text.signs import stated, tidied
from app.networks.models import Role
from app.web.forms import BaseForm, new_form_key, pasted_field


class InviteSeveralForm(BaseForm):
    """`pasted` is what was pasted; a file that was chosen is read behind it, and both are one list from then on."""

    pasted = pasted_field(
        lazy_gettext("Names and addresses"),
        description=lazy_gettext(
            "One person a line is best, such as: Amina Khan, amina.khan@example.ac.uk, tutor. Cells of a "
            "spreadsheet, the addressees of a mail and a list from a web page are read, too."
        ),
        longest=LARGEST,
    )
    table = FileField(
        lazy_gettext("Or a CSV file"), description=f"As spreadsheets save it, of at most {LARGEST // 1000} kB."
    )
    usual_role = SelectField(lazy_gettext("Role of all whose line names none"), default=Role.AL.value)
    with_doubtful = BooleanField(lazy_gettext("Also those in doubt, as they stand here"))
    #: Of which list the page that sends this has shown a preview.
    previewed = HiddenField()

    @property
    def role(self) -> Role:
        return Role(self.usual_role.data)

    @property
    def list_shown(self) -> str:
        """What tells this list, with its role, from any other."""
        return sha256(f"{self.role}\n{self.pasted.data}".encode()).hexdigest()[:32]

    def take_file_in(self) -> None:
        """Put what a chosen file holds behind what was pasted. Invalid as in `text_of`, and if there is nothing at all."""
        typed = self.pasted.data or ""
        if self.table.data:
            read = tidied(text_of(self.table.data.stream.read(LARGEST + 1), field="table"))
            if len(typed) + len(read) > LARGEST:
                raise Invalid(
                    gettext("The file was not read."),
                    {"table": [gettext("Together with what is pasted it is too long.")]},
                )
            self.pasted.data = "\n".join(part for part in (typed, read) if part)
        elif not stated(typed):
            raise Invalid(
                gettext("Nobody can be invited yet."), {"pasted": [gettext("Please paste a list, or choose a file.")]}
            )

    def renew(self, people: str) -> None:
        """The same form, as if it had just been opened with these people in it."""
        self.pasted.data, self.with_doubtful.data, self.form_key.data = people, False, new_form_key()
