"""Forms about people's own data: shape and single fields only."""

from __future__ import annotations

from app.accounts.forms import PresentPasswordForm
from app.core.language.spoken import lazy_gettext
from app.web.forms import VersionedForm, text_field, title_field


class EraseAnotherForm(PresentPasswordForm):
    address = title_field(
        lazy_gettext("The person’s address"),
        description=lazy_gettext("Type it, so that nobody else is erased by a slip."),
        longest=320,
    )


class PrivacyPageForm(VersionedForm):
    body_md = text_field(
        lazy_gettext("What the page says"),
        description=lazy_gettext(
            "Say who is responsible, why it is kept and on what legal ground, and whom to ask. Empty, it is drafted anew."
        ),
        required=False,
    )
