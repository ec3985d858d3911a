"""Pictures and files in a text: those that belong to it, and no others."""

from __future__ import annotations

import pytest

from app.core.text.blocks import blocks
from app.core.text.markdown import brief, plain, render, sanitise
from app.core.text.pictures import ShownPicture, tokens_in
from app.core.text.plain import as_plain

AT = "/networks/s215/files/"
WORKING = ShownPicture(f"{AT}aaaabbbb", 'Cancels "x" & <divides>', 1600, 1200, 480)
NOTES = ShownPicture(f"{AT}ccccdddd", name="Notes <3>.pdf", note="PDF, 1.2 MB")
SHOWN = {"aaaabbbb": WORKING, "ccccdddd": NOTES}
FIGURE = (
    f'<figure class="picture"><a rel="nofollow noopener" href="{AT}aaaabbbb"><img src="{AT}aaaabbbb" '
    f'srcset="{AT}aaaabbbb/small 480w, {AT}aaaabbbb 1600w" sizes="(max-width: 44rem) 100vw, 40rem" '
    'alt="Cancels &quot;x&quot; &amp; &lt;divides&gt;" width="1600" height="1200" loading="lazy" decoding="async"></a></figure>'
)


def test_a_picture_on_its_own_line_is_a_figure_with_its_size_and_what_it_shows() -> None:
    assert render("[picture aaaabbbb]", SHOWN).strip() == FIGURE
    assert sanitise(FIGURE.replace(' rel="nofollow noopener"', "")) == FIGURE


def test_the_lines_around_it_stay_paragraphs() -> None:
    html = render("Look:\n[picture aaaabbbb]\nWhat *now*?", SHOWN)
    assert html == f"<p>Look:</p>\n{FIGURE}\n<p>What <em>now</em>?</p>\n"


@pytest.mark.parametrize(
    "text", ["> [picture aaaabbbb]", "- [picture aaaabbbb]\n- two", "1. one\n\n   [picture aaaabbbb]"]
)
def test_it_stands_in_quotations_and_lists(text: str) -> None:
    assert FIGURE in render(text, SHOWN)


@pytest.mark.parametrize(
    "text", ["See [picture aaaabbbb] there", "*[picture aaaabbbb]*", "| a |\n|---|\n| [picture aaaabbbb] |"]
)
def test_within_a_sentence_it_is_a_picture_in_the_line(text: str) -> None:
    html = render(text, SHOWN)
    assert "<img" in html
    assert "<figure" not in html


def test_a_document_is_a_link_with_its_name_and_kind() -> None:
    html = render("Read [file ccccdddd].", SHOWN)
    assert f'href="{AT}ccccdddd">Notes &lt;3&gt;.pdf</a> (PDF, 1.2 MB).' in html


@pytest.mark.parametrize(
    "text", ["[picture eeeeffff]", "[file aaaabbbb]", "[picture ccccdddd]", "![x](/networks/s215/files/aaaabbbb)"]
)
def test_what_does_not_belong_to_the_text_is_not_shown(text: str) -> None:
    html = render(text, SHOWN)
    assert "<img" not in html
    assert "(PDF" not in html


def test_words_in_brackets_stay_words() -> None:
    for text in ("[picture this]", "[picture AAAABBBB]", "[file 1]", "`[picture aaaabbbb]`"):
        assert "<img" not in render(text, SHOWN)
    assert "[picture this]" in render("[picture this]", SHOWN)


def test_a_picture_from_elsewhere_does_not_pass_the_allow_list() -> None:
    for src in (
        "https://example.org/a.png",
        "data:image/png;base64,AAAA",
        "//example.org/a.png",
        "/networks/s215/files/x/../y",
    ):
        assert src not in sanitise(f'<img src="{src}" alt="a">')
    assert "onerror" not in sanitise(f'<img src="{AT}aaaabbbb" onerror="alert(1)" alt="a">')


def test_where_there_are_only_words_it_says_what_the_picture_shows() -> None:
    html = render("Look:\n\n[picture aaaabbbb]", SHOWN)
    assert plain(html) == brief(html) == 'Look: Cancels "x" & <divides>'
    letter = as_plain(html, "https://networks.example.org")
    assert f'[picture: Cancels "x" & <divides>] (https://networks.example.org{AT}aaaabbbb)' in letter
    assert blocks(html, "https://networks.example.org")[1]["tag"] == "p"


def test_its_tokens_are_found_in_order_and_once() -> None:
    assert tokens_in("[file ccccdddd] [picture aaaabbbb] [picture aaaabbbb] [picture x]") == ["ccccdddd", "aaaabbbb"]


def test_very_many_are_read_in_time() -> None:
    assert render("[picture aaaabbbb]\n" * 3_000, SHOWN)
    assert render("[picture " * 20_000, SHOWN)
