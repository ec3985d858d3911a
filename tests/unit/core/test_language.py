"""The language of this moment: whose it is, what it says, and what is kept of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from gettext import GNUTranslations
from io import BytesIO
from threading import Barrier

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from app.core.language.catalogues import language, languages, of_catalogue
from app.core.language.kept import kept_by_language
from app.core.language.spoken import (
    ENGLISH,
    gettext,
    lazy_gettext,
    ngettext,
    pgettext,
    speaking,
    spoken,
)
from app.core.text.words import day
from tests.pseudo import PSEUDO


def test_english_says_what_is_written() -> None:
    assert gettext("Save") == "Save"
    assert gettext("Vote for %(title)s", title="Moles 100%") == "Vote for Moles 100%"
    assert pgettext("a verb", "Open") == "Open"


def test_a_number_stands_in_its_own_sentence() -> None:
    assert ngettext("%(count)s vote", "%(count)s votes", 1) == "1 vote"
    assert ngettext("%(count)s vote", "%(count)s votes", 1204) == "1,204 votes"


def test_another_language_is_spoken_inside_and_not_after() -> None:
    with speaking(PSEUDO):
        assert gettext("Save") == "Śáṽé"
        assert ngettext("%(count)s vote", "%(count)s votes", 2) == "2 ṽóťéś"
    assert gettext("Save") == "Save"


def test_after_a_fault_the_language_is_what_it_was() -> None:
    with pytest.raises(ZeroDivisionError), speaking(PSEUDO):
        _ = 1 / 0
    assert spoken() is ENGLISH


def test_two_threads_do_not_hear_each_other() -> None:
    both = Barrier(2)

    def say(tongue: object) -> list[str]:
        said = []
        with speaking(tongue):  # type: ignore[arg-type]
            for _ in range(50):
                both.wait(timeout=10)
                said.append(gettext("Save"))
        return said

    with ThreadPoolExecutor(2) as threads:
        english, other = threads.map(say, (ENGLISH, PSEUDO))
    assert set(english) == {"Save"}
    assert set(other) == {"Śáṽé"}


def test_a_label_made_at_import_is_read_in_the_language_of_its_reader() -> None:
    label = lazy_gettext("Save")
    assert f"{label}!" == "Save!"
    assert label == "Save"
    with speaking(PSEUDO):
        assert str(label) == "Śáṽé"
        assert label.lower() == "śáṽé"
        assert "· " + label == "· Śáṽé"


def test_what_is_kept_is_kept_for_each_language() -> None:
    made = []

    @kept_by_language(8)
    def drawn(title: str) -> str:
        made.append(title)
        return gettext("Save") + title

    english = drawn("x")
    with speaking(PSEUDO):
        other = drawn("x")
    assert (english, other, drawn("x")) == ("Savex", "Śáṽéx", "Savex")
    assert made == ["x", "x"]


def test_dates_are_in_the_language_too() -> None:
    assert day(date(2018, 7, 20)) == "20 July 2018"
    with speaking(PSEUDO):
        assert day(date(2018, 7, 20)) == "20 Ĵúĺý 2018"


def test_there_is_english_without_any_catalogue() -> None:
    assert "en-GB" in languages()
    assert language("en-GB") is ENGLISH


def test_a_language_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(ValueError, match=r"“tlh”, but for: en-GB"):
        language("tlh")


def test_a_language_has_as_many_plurals_as_it_needs() -> None:
    catalogue = Catalog(locale="cy", fuzzy=False)
    catalogue.add(("%(count)s vote", "%(count)s votes"), tuple(f"%(count)s {form}" for form in "abcdef"))
    catalogue.add("Save", "Cadw")
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    welsh = of_catalogue("cy", GNUTranslations(compiled))
    assert welsh.numbers == (0, 1, 2, 3, 6, 4)
    with speaking(welsh):
        assert gettext("Save") == "Cadw"
        assert gettext("What is not translated yet") == "What is not translated yet"
        said = [ngettext("%(count)s vote", "%(count)s votes", count) for count in (0, 1, 2, 3, 6, 1000)]
        assert said == ["0 a", "1 b", "2 c", "3 d", "6 e", "1,000 f"]
