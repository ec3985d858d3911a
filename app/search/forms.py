"""Saving a search under a name."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, Length

from app.core.language.spoken import lazy_gettext
from app.search.services import LONGEST_NAME
from app.web.forms import BaseForm


class SaveSearchForm(BaseForm):
    makes_new = True
    name = StringField(
        lazy_gettext("Name"), validators=[InputRequired(lazy_gettext("Give it a name.")), Length(max=LONGEST_NAME)]
    )
    tells = BooleanField(lazy_gettext("Tell me in my inbox of what is new to it"))
    asked = HiddenField()
    #: The network it looks in; "" for all of one's own.
    slug = HiddenField()


class RemoveSearchForm(BaseForm):
    """Only the button."""
