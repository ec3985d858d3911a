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


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("_Siân O’Neill_", f"_{NAME_GONE}_"),
        ("__Siân O’Neill__", f"__{NAME_GONE}__"),
        ("Dr.Siân O'Neill", f"Dr.{NAME_GONE}"),
        ("Best,\n-Siân O'Neill", f"Best,\n-{NAME_GONE}"),
        ("@Siân O'Neill", f"@{NAME_GONE}"),
        ("**Siân** O’Neill", f"**{NAME_GONE}**"),
        ("Siân\u00a0 O\\'Neill", NAME_GONE),
        ("Sia\u0302n O’Neill", NAME_GONE),
        ("Anne-Siân O’Neill", "Anne-Siân O’Neill"),
        ("_rose@example.org_", f"_{ADDRESS_GONE}_"),
        ("Write to rose@example.org.", f"Write to {ADDRESS_GONE}."),
        ("rose@example.org.Thanks", f"{ADDRESS_GONE}.Thanks"),
        ("rose@example.org.uk, mary.rose@example.org", "rose@example.org.uk, mary.rose@example.org"),
        ("**Rose**\n", f"**{NAME_GONE}**\n"),
    ],
)
def test_whatever_marks_stand_around_it(text: str, left: str) -> None:
    assert SIAN.of_people(text) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<p><strong>Siân</strong> O’Neill</p>", f"<p><strong>{NAME_GONE}</strong></p>"),
        ("<p><em>Siân O’Neill</em></p>", f"<p><em>{NAME_GONE}</em></p>"),
        ("<p>Rose</p>", f"<p>{NAME_GONE}</p>"),
        ('<a href="mailto:rose@example.org">me</a>', f'<a href="mailto:{ADDRESS_GONE}">me</a>'),
    ],
)
def test_in_the_html_of_what_people_wrote(text: str, left: str) -> None:
    assert SIAN.of_people_html(text) == left


def test_a_name_of_signs_changes_no_tag() -> None:
    odd = Redaction({"a href", '" title', "p> Hello"}, {})
    text = '<p> Hello <a href="/x" title="onclick=y z">a href</a></p>'
    assert odd.of_people_html(text) == text.replace(">a href<", f">{NAME_GONE}<")
    assert odd.of_the_site_html(text) == text.replace(">a href<", ">a former member<")


def test_in_what_the_site_wrote_a_name_of_one_word_goes_where_a_person_is_named() -> None:
    assert SIAN.of_the_site("Rose invites you. Siân O'Neill, too.") == "Rose invites you. a former member, too."
    assert (SIAN.of_somebody("Rose"), SIAN.of_somebody("A rose")) == ("a former member", "A rose")


def test_links_of_letters_stay() -> None:
    sly = Redaction({"at https", "https://site.example/reset x", "https", "reset"}, {"b@x.org"})
    text = "Look at https://site.example/reset x, https://site.example/?to=b@x.org; b@x.org"
    assert sly.of_the_site(text) == text.replace("; b@x.org", f"; {ADDRESS_GONE}")
    page = '<p>Look at <a href="https://site.example/?to=b@x.org" class="at https">here</a></p>'
    assert sly.of_the_site_html(page) == page


def test_in_a_calendar_no_name_reaches_over_a_line() -> None:
    sly = Redaction({"END:VALARM END:VEVENT", "Siân O’Neill"}, {})
    text = "SUMMARY:Signs\r\nORGANIZER;CN=Siân O’N\r\n eill:mailto:x@example.org\r\nEND:VALARM\r\nEND:VEVENT\r\n"
    said = "SUMMARY:Signs\r\nORGANIZER;CN=a former member:mailto:x@example.org\r\nEND:VALARM\r\nEND:VEVENT\r\n"
    assert sly.of_calendar(text) == said
    assert Redaction({"No Body"}, {}).of_calendar(text) == text


def test_what_every_spelling_holds() -> None:
    assert SIAN.needles == ["Neill", "Rose", "rose@example.org"]
    assert Redaction({"Ἀθηνᾶ Ὠ"}, {}).needles == [""]


def test_without_a_name_nothing_changes() -> None:
    nobody = Redaction({" "}, {""})
    assert nobody.of_people("Anything at all.") == nobody.of_the_site("Anything at all.") == "Anything at all."


def test_signs_that_mean_something_to_patterns_are_only_signs() -> None:
    odd = Redaction({"A. (B) [C]*"}, {"a+b@example.org"})
    assert odd.of_people("A. (B) [C]* and A1 B C; a+b@example.org, aab@example.org") == (
        f"{NAME_GONE} and A1 B C; {ADDRESS_GONE}, aab@example.org"
    )
