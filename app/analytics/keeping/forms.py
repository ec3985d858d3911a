"""Forms about datasets."""

from __future__ import annotations

from wtforms import MultipleFileField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Regexp

from app.core.language.spoken import lazy_gettext
from app.web.forms import BaseForm, title_field

_NAME = lazy_gettext("Up to 32 small letters, digits and hyphens.")


class NewUploadForm(BaseForm):
    """What a dataset will be called."""

    makes_new = True

    set_name = StringField(
        lazy_gettext("Name"),
        description=f"Under which it is kept and renewed: a set that serves under this name is replaced. {_NAME}",
        validators=[
            DataRequired(lazy_gettext("Please fill this in.")),
            Regexp(r"[a-z0-9][a-z0-9-]{0,31}\Z", message=_NAME),
        ],
    )
    source = title_field(
        lazy_gettext("Source"),
        description=lazy_gettext("Where it comes from, as pages say it: Our warehouse, June 2026."),
    )
    attribution = TextAreaField(
        lazy_gettext("Attribution"),
        description=lazy_gettext("Whom to name wherever its figures are shown. For OULAD it is filled in."),
        validators=[Length(max=1000)],
    )


class SendFilesForm(BaseForm):
    """Files in one request, for browsers without scripts."""

    files = MultipleFileField(lazy_gettext("Files"))
