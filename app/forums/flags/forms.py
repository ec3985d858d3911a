"""Forms of flags."""

from __future__ import annotations

from wtforms import RadioField, StringField
from wtforms.validators import InputRequired

from app.forums.flags.models import Concern
from app.forums.text_limits import LONGEST_REASON
from app.web.forms import BaseForm


class FlagForm(BaseForm):
    concern = RadioField(
        "What is the matter?",
        choices={each.name.lower(): f"{each.value[0].upper()}{each.value[1:]}." for each in Concern},
        validators=[InputRequired("Please choose what is the matter.")],
    )
    words = StringField(
        "What the moderator should know", description=f"Only moderators read it. At most {LONGEST_REASON:,} characters."
    )


class NoteForm(BaseForm):
    note = StringField(
        "Note", description="Other moderators read it.", validators=[InputRequired("Please write what is to be known.")]
    )
