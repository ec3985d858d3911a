"""What a person types into the one box: words, and `author:`, `kind:`, `before:` and their like. Pure.

What cannot be understood is said in a sentence and left out of the search; nothing that is typed is an error.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import regex

#: As much is read of what was typed.
LONGEST = 300
#: Those with a value, in the order of the form; a name that people try as well → ours.
NAMES = ("author", "role", "network", "forum", "kind", "state", "week", "before", "after")
FLAGS = ("unanswered", "picture")
_OTHERWISE = {"from": "author", "by": "author", "module": "network", "in": "forum", "type": "kind", "since": "after"}
_TYPED = regex.compile(
    r"""(?<!\S)(?:(?P<name>[A-Za-z]+):(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s"]*))|(?P<flag>unanswered))(?!\S)""",
    regex.IGNORECASE,
)


@dataclass(frozen=True)
class Typed:
    """What was typed, taken apart. `fields` has each operator's values; several of one mean any of them."""

    text: str
    words: str
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: What is wrong with it, a sentence each.
    faults: tuple[str, ...] = ()

    @property
    def nothing(self) -> bool:
        return not self.words and not self.fields

    def first(self, name: str) -> str:
        """The value for the field of the form; "" if there is none."""
        return next(iter(self.fields.get(name, ())), "")


def read(text: str) -> Typed:
    """Take what was typed apart."""
    text = text[:LONGEST].strip().translate({0x201C: '"', 0x201D: '"', 0x201E: '"'})
    fields: dict[str, list[str]] = {}
    faults: list[str] = []

    def take(found: regex.Match[str]) -> str:
        if found["flag"]:
            fields.setdefault("unanswered", []).append("yes")
            return " "
        typed = found["name"].lower()
        name, value = _OTHERWISE.get(typed, typed), (found["quoted"] or found["plain"] or "").strip()
        if name == "has" and value.lower() in {"picture", "pictures", "image"}:
            fields.setdefault("picture", []).append("yes")
        elif name not in NAMES:
            faults.append(_unknown(typed, value))
            return f" {value} "
        elif fault := _fault(name, value):
            faults.append(fault)
        else:
            fields.setdefault(name, []).append(value)
        return " "

    words = " ".join(_TYPED.sub(take, text).split())
    return Typed(text, words, {name: tuple(dict.fromkeys(values)) for name, values in fields.items()}, tuple(faults))


def written(words: str, fields: dict[str, str]) -> str:
    """One line that says the same as the words and the fields of the form."""
    given = {name: fields.get(name, "").strip().replace('"', "") for name in NAMES}
    parts = [words.strip()]
    parts += [f'{name}:"{value}"' if " " in value else f"{name}:{value}" for name, value in given.items() if value]
    parts += [said for name, said in (("unanswered", "unanswered"), ("picture", "has:picture")) if fields.get(name)]
    return " ".join(filter(None, parts))


def _unknown(typed: str, value: str) -> str:
    if typed == "has":
        return "“has:” knows “has:picture” only, so it was searched for as words."
    also = f"; “{value}” was searched for as a word" if value else ""
    return f"There is no “{typed}:” here{also}. You can use {', '.join(f'{name}:' for name in NAMES)} and has:picture."


def _fault(name: str, value: str) -> str:
    if not value:
        return f"“{name}:” needs something behind it, without a space: {_EXAMPLES.get(name, 'a word')}."
    if name == "week" and not (value.isascii() and value.isdigit() and len(value) < 4):
        return f"“week:{value}” is no week: it is a number, such as week:8."
    if name in {"before", "after"} and day(value) is None:
        return f"“{name}:{value}” is no day: write it as {name}:2026-03-31."
    return ""


_EXAMPLES = {"author": 'author:ann or author:"ann smith"', "before": "before:2026-03-31", "after": "after:2026-03-01"}


def day(value: str) -> date | None:
    """A day, or the first of a month or year: 2026-03-31, 2026-03, 2026."""
    for rest in ("", "-01", "-01-01"):
        try:
            return date.fromisoformat(value + rest)
        except ValueError:
            continue
    return None
