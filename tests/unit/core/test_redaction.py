"""A name goes from a text however it is written, and nothing else does."""

from __future__ import annotations

import pytest

from app.core.personal.redaction import ADDRESS_GONE, NAME_GONE, Redaction

SIAN = Redaction({"Siân O’Neill", "Rose"}, {"rose@example.org"})


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Best, Siân O’Neill", f"Best, {NAME_GONE}"),
        ("Best, Siân O'Neill.", f"Best, {NAME_GONE}."),
        ("<p>Best, Siân O&#39;Neill</p>", f"<p>Best, {NAME_GONE}</p>"),
        ("SIÂN\n O’NEILL said", f"{NAME_GONE} said"),
        ("Siân O’Neill’s idea", f"{NAME_GONE}’s idea"),
        (
            '<a href="mailto:rose@example.org">Rose@Example.org</a>',
            f'<a href="mailto:{ADDRESS_GONE}">{ADDRESS_GONE}</a>',
        ),
        ("primrose@example.org", "primrose@example.org"),
        ("rose@example.organic", "rose@example.organic"),
        ("Siân O’Neillson wrote, and Siân too", "Siân O’Neillson wrote, and Siân too"),
        ("Marks rose; Rose saw it", "Marks rose; Rose saw it"),
        ("Rose", NAME_GONE),
        ("", ""),
    ],
)
def test_in_what_people_wrote(text: str, left: str) -> None:
    assert SIAN.of_people(text) == left


def test_in_what_the_site_wrote_a_name_of_one_word_goes_too() -> None:
    assert SIAN.of_the_site("Rose invites you. Marks rose.") == "a former member invites you. Marks rose."


def test_in_every_text_of_a_json_value() -> None:
    payload = {"words": {"by": "Siân O’Neill", "n": 3, "list": ["Rose", None, True]}, "key": "k"}
    left = {"words": {"by": "a former member", "n": 3, "list": ["a former member", None, True]}, "key": "k"}
    assert SIAN.in_all(payload) == left


def test_without_a_name_nothing_changes() -> None:
    nobody = Redaction({" "}, {""})
    assert nobody.of_people("Anything at all.") == nobody.of_the_site("Anything at all.") == "Anything at all."


def test_signs_that_mean_something_to_patterns_are_only_signs() -> None:
    odd = Redaction({"A. (B) [C]*"}, {"a+b@example.org"})
    assert odd.of_people("A. (B) [C]* and A1 B C; a+b@example.org, aab@example.org") == (
        f"{NAME_GONE} and A1 B C; {ADDRESS_GONE}, aab@example.org"
    )
