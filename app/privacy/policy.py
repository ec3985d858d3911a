"""Who may take a copy of what is kept about a person, who may have them erased, and who words the privacy page."""

from __future__ import annotations

from enum import StrEnum

from app.accounts.policy import Permission as OfAccounts
from app.accounts.policy import is_administrator, is_oneself, is_the_operator
from app.core.language.spoken import lazy_gettext
from app.core.permissions import Rule, register


class Permission(StrEnum):
    TAKE_A_COPY = "privacy:person:copy"
    ERASE = "privacy:person:erase"
    KEEP_PAGE = "privacy:page:edit"
    SEE_RECORD = "privacy:record:read"


TABLE = {
    Permission.TAKE_A_COPY: Rule(
        ((is_oneself,),),
        lazy_gettext("Only the person themself takes a copy of what is kept about them."),
        OfAccounts.SEE,
    ),
    Permission.ERASE: Rule(
        ((is_oneself,), (is_the_operator,), (is_administrator,)),
        lazy_gettext(
            "Only the person themself erases their account; at their request, an administrator or whoever runs the site."
        ),
        OfAccounts.SEE,
    ),
    Permission.KEEP_PAGE: Rule(((is_administrator,),), lazy_gettext("Only the administrator words the privacy page.")),
    Permission.SEE_RECORD: Rule(
        ((is_administrator,),), lazy_gettext("Only the administrator reads the record of processing.")
    ),
}
register(TABLE)
