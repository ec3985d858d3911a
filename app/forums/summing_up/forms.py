"""The form of a summary."""

from __future__ import annotations

from app.core.language.spoken import lazy_gettext
from app.core.text.markdown import LONGEST
from app.forums.forms import EditForm, PostReasonForm
from app.web.forms import text_field


class SummaryForm(EditForm):
    """What a discussion said. Its `version` is the id of the summary that the writer saw."""

    body = text_field(lazy_gettext("The summary"), longest=LONGEST)


class SummaryReasonForm(PostReasonForm):
    """Why a summary goes."""
