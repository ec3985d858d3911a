"""Who keeps saved searches: each their own. What one finds is decided where it is asked, each time anew."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from app.core.actor import Actor
from app.core.permissions import Rule, register
from app.networks.policy import is_own


class Permission(StrEnum):
    SAVE = "search:saved-search:save"
    KEEP = "search:saved-search:keep"


def is_signed_in(actor: Actor, _subject: Any) -> bool:
    return actor.signed_in


TABLE = {
    Permission.SAVE: Rule(((is_signed_in,),), "Only somebody who is signed in saves a search."),
    Permission.KEEP: Rule(((is_own,),), "A saved search is its owner's."),
}
register(TABLE)
