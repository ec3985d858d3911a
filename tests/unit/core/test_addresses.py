"""An address is taken as people paste it, and only if a letter can be sent to it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.text.addresses import Unusable, cleaned, for_envelope, spellings, usable

AMINA = "amina@example.org"


@pytest.mark.parametrize(
    "pasted",
    [
        "  Amina@Example.ORG\t",
        "mailto:amina@example.org",
        "MAILTO:amina%40example.org?subject=Moles",
        "Amina Khan <amina@example.org>",
        "“Khan, Amina” <mailto:amina@example.org>;",
        "<amina@example.org>,",
        "'amina@example.org'",
        "(amina@example.org).",
        "\ufeffamina@example.org\u00a0",
        "amina\u200b@exam\u00adple.org",
        "m\u2060ailto:amina%E2%80%8B@example.org",
        "\u202aamina@example.org\u202c",
        "«amina@example.org»",
        "Amina：＜amina@example.org＞。",
        "„amina@example.org“",
    ],
)
def test_what_people_paste_is_the_address_in_it(pasted: str) -> None:
    assert usable(pasted) == AMINA


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("jo@bücher.example", "jo@xn--bcher-kva.example"),
        ("jo@BÜCHER.example", "jo@xn--bcher-kva.example"),
        ("jo@bu\u0308cher.example", "jo@xn--bcher-kva.example"),
        ("jo@xn--bcher-kva.example", "jo@xn--bcher-kva.example"),
        ("jo@straße.example", "jo@xn--strae-oqa.example"),
        ("jo@例え.jp", "jo@xn--r8jz45g.jp"),
        ("o'brien+s215@open.ac.uk", "o'brien+s215@open.ac.uk"),
        ("o’brien@open.ac.uk", "o'brien@open.ac.uk"),
    ],
)
def test_a_domain_is_stored_as_the_name_system_knows_it(typed: str, stored: str) -> None:
    assert usable(typed) == stored
    assert usable(stored) == stored, "and stays so"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "@",
        "amina",
        "amina@",
        "@example.org",
        "amina@localhost",
        "amina@@example.org",
        "amina..khan@example.org",
        "amina@example..org",
        "amina khan@example.org",
        "amina@example.org, ben@example.org",
        "mailto:amina@example.org,ben@example.org",
        "amina@example.org\nBcc: ben@example.org",
        "amina@[127.0.0.1]",
        "amina@-example.org",
        "a" * 65 + "@example.org",
        "jörg@example.org",
        "amina@nowhere.invalid",
    ],
)
def test_what_no_letter_can_be_sent_to_is_refused(typed: str) -> None:
    with pytest.raises(Unusable, match=r"name@example\.ac\.uk|another address"):
        usable(typed)


@settings(max_examples=50)
@given(st.text(max_size=60) | st.emails())
def test_whatever_is_typed_ends_in_plain_letters_or_in_a_sentence(text: str) -> None:
    cleaned(text)
    try:
        address = usable(text)
    except Unusable:
        assert spellings(text) == [text.strip().lower()]
        return
    assert address.isascii()
    assert address == address.lower()
    assert usable(address) == address
    assert spellings(text)[0] == address


@pytest.mark.parametrize(
    ("stored", "written_to"),
    [
        ("jo@bücher.example", "jo@xn--bcher-kva.example"),
        ("mailto:amina@example.org", AMINA),
        ("amina\u200b@example.org", AMINA),
        (AMINA, AMINA),
        ("nobody at all", "nobody at all"),
    ],
)
def test_an_address_that_was_stored_as_it_was_typed_is_written_to_all_the_same(stored: str, written_to: str) -> None:
    assert for_envelope(stored) == written_to
