"""An address for each of the site's routes, with made-up values in its gaps."""

from __future__ import annotations

from typing import Any

from werkzeug.routing import AnyConverter, IntegerConverter, Rule

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def address_of(rule: Rule) -> str:
    """A URL that this route answers: numbers are 1 and words are `x` (or the first of a fixed choice)."""
    values: dict[str, Any] = {name: _value(rule, name) for name in rule.arguments}
    built = rule.build(values)
    if built is None:
        raise LookupError(f"No address could be made for {rule.rule}")
    return built[1]


def changes_something(rule: Rule) -> bool:
    return bool((rule.methods or set()) - SAFE)


def _value(rule: Rule, name: str) -> Any:
    converter = rule._converters[name]
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else "x"
