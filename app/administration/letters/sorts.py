"""The sorts of letters that an administrator may look into."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.core import mail


@dataclass(frozen=True)
class SortOfLetters:
    """Letters that are alike: which work owes them, and which of it hands them over."""

    name: str
    title: str
    kinds: Sequence[str]
    sent_by: str
    #: What becomes of those that are stopped.
    stopped: str


#: Only sorts of which it may be said whom they failed to reach when. All others tell of workshops, or go to those who voted.
SORTS = (
    SortOfLetters(
        "accounts",
        "Accounts: invitations, new passwords, changes",
        (mail.KIND, "accounts.letter", "accounts.address_letter", "networks.join_letter"),
        mail.KIND,
        "Links in them reach nobody: invitations have to be sent again, and people ask for a new password again.",
    ),
    SortOfLetters(
        "digests",
        "Digests, and what people asked to hear of",
        ("notifications.digest", "notifications.digest_letter", "notifications.asked_letter"),
        "notifications.digest_letter",
        "What they would have told stays in each person's inbox on the site.",
    ),
)


def sort_named(name: str) -> SortOfLetters | None:
    """The sort of this name; None for what is none, and for those that may not be looked into."""
    return next((sort for sort in SORTS if sort.name == name), None)
