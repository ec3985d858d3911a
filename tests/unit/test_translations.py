"""What the check of a catalogue finds before its readers do."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog

from scripts.translations import faults


def of(message: str | tuple[str, str], said: str | tuple[str, ...], **more: bool) -> list[str]:
    catalogue = Catalog(locale="cy", fuzzy=False)
    entry = catalogue.add(message, said)
    if more.get("fuzzy"):
        entry.flags.add("fuzzy")
    return list(faults(catalogue))


SIX = (
    "dim",
    "un bleidlais",
    "%(count)s bleidlais",
    "%(count)s phleidlais",
    "%(count)s phleidlais",
    "%(count)s pleidlais",
)


def test_a_good_translation_passes() -> None:
    assert of("Vote for <b>%(title)s</b>", "<b>%(title)s</b>: pleidleisio") == []
    assert of(("%(count)s vote", "%(count)s votes"), SIX) == []


def test_what_is_not_translated_is_no_fault() -> None:
    assert of("Save", "") == []


@pytest.mark.parametrize("said", ["Pleidleisio", "Pleidleisio %(titl)s", "Pleidleisio %(title)s %(more)s"])
def test_a_value_that_is_lost_or_made_up_is_found(said: str) -> None:
    assert "values differ" in of("Vote for %(title)s", said)[0]


def test_a_lost_tag_is_found() -> None:
    assert "tags differ" in of("Vote <b>now</b>", "Pleidleisio <b>nawr")[0]


def test_a_missing_plural_is_found() -> None:
    assert "6 plurals are needed" in of(("%(count)s vote", "%(count)s votes"), ("a", "b", "", "", "", ""))[0]


def test_a_guess_is_found() -> None:
    assert "is a guess" in of("Save", "Cadw", fuzzy=True)[0]
