"""The languages there are: English, and each with a compiled catalogue in app/translations.

`docs/how-to/translate-the-interface.md` says how a catalogue comes to be.
"""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations
from pathlib import Path
from typing import Any

from app.core.language.spoken import ENGLISH, SOURCE, Language

FOLDER = Path(__file__).resolve().parents[2] / "translations"
#: No language has a plural that no number up to here takes.
_NUMBERS = 200


def languages(folder: Path = FOLDER) -> list[str]:
    """The tags of all that a site can be in."""
    return [
        SOURCE,
        *sorted(path.parents[1].name.replace("_", "-") for path in folder.glob("*/LC_MESSAGES/messages.mo")),
    ]


@cache
def language(tag: str, folder: Path = FOLDER) -> Language:
    """The language of this tag with its catalogue, read once in a process. A ValueError says which there are."""
    if tag == SOURCE:
        return ENGLISH
    if tag not in languages(folder):
        raise ValueError(f"there is no catalogue for “{tag}”, but for: {', '.join(languages(folder))}")
    with (folder / tag.replace("-", "_") / "LC_MESSAGES" / "messages.mo").open("rb") as file:
        return of_catalogue(tag, GNUTranslations(file))


def of_catalogue(tag: str, catalogue: Any) -> Language:
    """A language by a catalogue as Python's gettext reads it. What is not translated yet is English."""
    numbers: dict[int, int] = {}
    for number in range(_NUMBERS):
        numbers.setdefault(catalogue.plural(number), number)
    in_order = tuple(numbers[form] for form in sorted(numbers))
    return Language(tag, catalogue.gettext, catalogue.pgettext, catalogue.ngettext, catalogue.plural, in_order)
