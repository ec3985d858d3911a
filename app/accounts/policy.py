"""Who may change an account: its owner; the administrator opens and closes accounts and does not become anyone."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, false, true

from app.accounts.models import Person
from app.core.actor import OPERATOR, Actor
from app.core.language.spoken import lazy_gettext
from app.core.permissions import Rule, register


def is_oneself(actor: Actor, person: Any) -> bool:
    return actor.signed_in and actor.person_id == person.id


def is_administrator(actor: Actor, _person: Any) -> bool:
    return actor.is_admin


def is_the_operator(actor: Actor, _person: Any) -> bool:
    """Whoever can start commands on the machine can read its database anyway."""
    return actor is OPERATOR


class Permission(StrEnum):
    SEE = "accounts:person:read"
    EDIT = "accounts:person:edit"
    KEEP_TOKENS = "accounts:token:keep"
    ADMINISTER = "accounts:person:administer"
    MERGE = "accounts:person:merge"
    READDRESS = "accounts:person:readdress"


TABLE = {
    Permission.SEE: Rule(((is_oneself,), (is_administrator,)), lazy_gettext("An account is its owner's own.")),
    Permission.EDIT: Rule(((is_oneself,),), lazy_gettext("Only the person themself changes this."), Permission.SEE),
    Permission.KEEP_TOKENS: Rule(
        ((is_oneself,), (is_the_operator,)),
        lazy_gettext("Only the person themself makes and revokes tokens."),
        Permission.SEE,
    ),
    Permission.ADMINISTER: Rule(
        ((is_administrator,),), lazy_gettext("Only the administrator opens and closes accounts."), Permission.SEE
    ),
    Permission.MERGE: Rule(
        ((is_oneself,),), lazy_gettext("Only whoever signs in to both accounts makes them one."), Permission.SEE
    ),
    Permission.READDRESS: Rule(
        ((is_the_operator,),),
        lazy_gettext(
            "An address changes once it is confirmed at the old one, or by a chair; else by a command at the machine."
        ),
        Permission.SEE,
    ),
}
register(TABLE)


def visible_people(actor: Actor) -> ColumnElement[bool]:
    """The SQL twin of accounts:person:read."""
    if actor.is_admin:
        return true()
    return Person.id == actor.person_id if actor.signed_in else false()
