"""The form that takes a study planner."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import SelectField

from app.core.documents.uploaded_table import LARGEST, text_of
from app.core.language.spoken import lazy_gettext
from app.core.text.signs import tidied
from app.web.forms import VersionedForm, pasted_field


class PlannerForm(VersionedForm):
    presentation = SelectField(lazy_gettext("Presentation"), coerce=int)
    text = pasted_field(
        lazy_gettext("Table"),
        description=lazy_gettext(
            "Paste it with its heads from a spreadsheet, a document or a web page. Hours are those of the whole row."
        ),
        longest=LARGEST,
    )
    table = FileField(
        lazy_gettext("Or a file"),
        description=lazy_gettext("As CSV, the form in which every spreadsheet saves a table."),
    )

    def take_file_in(self) -> None:
        """What the file holds stands in the text box from now on. Invalid for a file that is no table."""
        if self.table.data:
            self.text.data = tidied(text_of(self.table.data.stream.read(LARGEST + 1), field="table"))
