"""Who may do what: one table of named predicates.

A feature's `policy.py` registers a rule for each of its permissions. A rule is a tuple of clauses;
a clause is a tuple of predicates; any clause whose predicates all hold grants. What a person may
not see does not exist for them, so a rule names the permission to see the same subject.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.core.actor import Actor
from app.core.errors import NotFound, Refused

Predicate = Callable[[Actor, Any], bool]
Clause = tuple[Predicate, ...]


@dataclass(frozen=True)
class Rule:
    """When a permission is granted, what a refused person is told, and what they must be able to see.

    `sight` is None for the permission to see the thing itself: refusing it means "not found". `after` is another permission
    for the same subject that must hold as well, and is asked first, with its own refusal.
    """

    clauses: tuple[Clause, ...]
    refusal: str
    sight: StrEnum | None = None
    help_text: str = ""
    after: StrEnum | None = None


_rules: dict[StrEnum, Rule] = {}


def register(table: Mapping[Any, Rule]) -> None:
    """Add a feature's rules; registering the same table again changes nothing."""
    for permission, rule in table.items():
        if _rules.get(permission, rule) is not rule:
            raise ValueError(f"{permission} already has another rule")
        _rules[permission] = rule


def all_rules() -> Mapping[StrEnum, Rule]:
    return dict(_rules)


def allowed(actor: Actor, permission: StrEnum, subject: Any) -> bool:
    """Whether the rule grants. No database is asked unless a predicate's subject loads something."""
    rule = _rules[permission]
    if rule.after is not None and not allowed(actor, rule.after, subject):
        return False
    return any(all(holds(actor, subject) for holds in clause) for clause in rule.clauses)


def require(actor: Actor, permission: StrEnum, subject: Any) -> None:
    """Return if granted; otherwise raise NotFound (may not see it) or Refused (may not do it)."""
    if allowed(actor, permission, subject):
        return
    rule = _rules[permission]
    if rule.after is not None:
        require(actor, rule.after, subject)
    if rule.sight is None or not allowed(actor, rule.sight, subject):
        raise NotFound
    raise Refused(rule.refusal, rule.help_text)
