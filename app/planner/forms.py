"""The form that takes a study planner."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import SelectField

from app.web.forms import VersionedForm, text_field


class PlannerForm(VersionedForm):
    presentation = SelectField("Presentation", coerce=int)
    text = text_field(
        "Table",
        description="Paste it with its heads from a spreadsheet, a document or a web page. Hours are those of the whole row.",
        required=False,
        longest=200_000,
    )
    file = FileField("Or a file", description="As CSV, the form in which every spreadsheet saves a table.")
