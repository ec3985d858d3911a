"""The form that takes a study planner."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import SelectField

from app.core.documents.uploaded_table import LARGEST, text_of
from app.core.text.signs import tidied
from app.web.forms import VersionedForm, pasted_field


class PlannerForm(VersionedForm):
    presentation = SelectField("Presentation", coerce=int)
    text = pasted_field(
        "Table",
        description="Paste it with its heads from a spreadsheet, a document or a web page. Hours are those of the whole row.",
        longest=LARGEST,
    )
    table = FileField("Or a file", description="As CSV, the form in which every spreadsheet saves a table.")

    def take_file_in(self) -> None:
        """What the file holds stands in the text box from now on. Invalid for a file that is no table."""
        if self.table.data:
            self.text.data = tidied(text_of(self.table.data.stream.read(LARGEST + 1), field="table"))
