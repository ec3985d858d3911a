"""The buttons of the inbox."""

from __future__ import annotations

from wtforms import HiddenField

from app.web.forms import BaseForm


class OpenForm(BaseForm):
    """Open one notice: it is marked as read, and the reader is taken to what it is about."""


class AllReadForm(BaseForm):
    """`newest` is the id of the newest notice that the page showed."""

    newest = HiddenField()
