"""What people type becomes safe HTML; mathematics, chemistry and prices survive."""

from __future__ import annotations

import re
from html import unescape

import pytest

from app.core.text.markdown import LONGEST, brief, plain, quotation, render, sanitise
from tests.cpu import at_most


def formula(tex: str, wide: str = "") -> str:
    return f'<div class="arithmatex">\\[{tex}\\]</div>' if wide else f'<span class="arithmatex">\\({tex}\\)</span>'


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (r"\(\ce{H2O}\)", formula(r"\ce{H2O}")),
        (r"$\ce{A -> B}$", formula(r"\ce{A -&gt; B}")),
        (r"\ce{SO4^{2-}} alone", formula(r"\ce{SO4^{2-}}")),
        (r"\pu{1 mol dm-3}", formula(r"\pu{1 mol dm-3}")),
        (r"$a_1 * b_1 * c_{_2}$", formula("a_1 * b_1 * c_{_2}")),
        (r"\(a < b & c\)", formula("a &lt; b &amp; c")),
        (r"so $x^2$, then", formula("x^2")),
        (r"$$E = mc^2$$", formula("E = mc^2", "wide")),
        ("\\[\na = b\n- c\n\\]", formula("\na = b\n- c\n", "wide")),
        ("text\n$$\nx\n= y\n$$\nmore", formula("\nx\n= y\n", "wide")),
        (r"[label $y](https://example.org) and $z$", formula("z")),
    ],
)
def test_mathematics_and_chemistry_are_kept_as_they_were_typed(typed: str, kept: str) -> None:
    assert kept in render(typed)


@pytest.mark.parametrize(
    "typed", ["£5 and $6", "$5 and $6", "costs $5", "$20,$30", "from $5-$6", r"\$5 and \$6", "$ x $", "a $$ b", "$"]
)
def test_a_price_is_not_mathematics(typed: str) -> None:
    assert "arithmatex" not in render(typed)


def test_mathematics_inside_code_stays_code() -> None:
    assert render("`$x$`") == "<p><code>$x$</code></p>\n"
    assert "arithmatex" not in render("```\n\\[x\\]\n```")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("H~2~O", "H<sub>2</sub>O"),
        ("Ca^2+^", "Ca<sup>2+</sup>"),
        ("^13^C", "<sup>13</sup>C"),
        ("10^-3^ mol", "10<sup>-3</sup> mol"),
        ("a^2b^2", "a^2b^2"),
        ("H₂O → H⁺", "H₂O → H⁺"),
        ("~~wrong~~", "<s>wrong</s>"),
        ("one\ntwo", "one<br>\ntwo"),
        ("    not code", "<p>not code</p>"),
        ("Regards\n---", "<p>Regards</p>"),
        ("| a |\n|--:|\n| 1 |", '<td align="right">1</td>'),
        ("# One\n\n### Three", "<h3>One</h3>\n<h4>Three</h4>"),
        ("```python\nx\n```", "<pre><code>x\n</code></pre>"),
        ("~~~ a note of mine\nx\n~~~", "<pre><code>a note of mine\nx\n</code></pre>"),
        ("[](https://example.org/a)", ">https://example.org/a</a>"),
    ],
)
def test_ordinary_writing_looks_as_meant(typed: str, shown: str) -> None:
    assert shown in render(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<b onclick=x>bold</b>",
        "<!-- hidden -->",
        "<style>p{}</style>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRipt:alert(1))",
        "[x](data:text/html,x)",
        "[x](vbscript:x)",
        "![x](javascript:x)",
        "<javascript:alert(1)>",
        "[x](java\tscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        '[x](https://a.org "onmouseover=alert(1)")',
        "$<script>$",
        r"\[</div><script>alert(1)</script>\]",
    ],
)
def test_nothing_that_runs_gets_through(typed: str) -> None:
    html = render(typed)
    assert "<script" not in html
    assert "<img" not in html
    assert "<style" not in html
    assert 'href="java' not in html.lower()
    assert 'href="data' not in html.lower()
    assert "<b" not in html
    assert " on" not in html.replace("&quot;", "").split("title=", maxsplit=1)[0] or "<a" not in html


def test_raw_html_is_shown_as_text() -> None:
    assert render("a <b>bold</b> claim") == "<p>a &lt;b&gt;bold&lt;/b&gt; claim</p>\n"


def test_a_bare_address_becomes_a_link_without_its_full_stop() -> None:
    html = render("See https://example.org/a_b?x=1&y=2, or (http://x.org).")
    assert 'href="https://example.org/a_b?x=1&amp;y=2"' in html
    assert 'href="http://x.org"' in html
    assert html.count('rel="nofollow noopener"') == 2


def test_an_image_becomes_a_link() -> None:
    html = render("![a graph](https://example.org/g.png)")
    assert "<img" not in html
    assert 'href="https://example.org/g.png"' in html


def test_control_characters_are_left_out() -> None:
    assert render("a\0b\x08c") == "<p>abc</p>\n"


def test_plain_gives_words_for_search() -> None:
    assert plain(render("**One** & $x$"), most=40) == r"One & \(x\)"


PATHOLOGICAL = {
    "quotations": "> " * 50_000,
    "open brackets": "[" * LONGEST,
    "just under the limit of brackets": "[" * 9_900 + "y" * 60_000,
    "images": "![" * 50_000,
    "links": "[a](" * 25_000,
    "links below the limit": "[a](<b" * 5_000,
    "stars": "*a" * 50_000,
    "stars below the limit": "*a" * 29_900,
    "mixed stars": "***" + "a*a" * 29_000,
    "underscores": "_a" * 29_900,
    "backticks": "`" * 300 + "a" * 99_700,
    "growing backticks": "".join("a" + "`" * i for i in range(240)),
    "hashes": "# " + "#" * 99_990 + "a",
    "open mathematics": "\\(" * 14_000,
    "dollars": "$a " * 29_000,
    "open display": "\\[\n" * 14_000,
    "open chemistry": "\\ce{" * 24_000,
    "braces": "\\ce{" + "{" * 95_000,
    "nested list": "\n".join(" " * (2 * i) + "- a" for i in range(300)),
    "deep quotations": "\n".join(">" * i for i in range(440)),
    "list": "- a\n" * 25_000,
    "lines": "a\n" * 50_000,
    "table": "|a|b|\n|-|-|\n" + "|x|y|\n" * 1_900,
    "wide table": "|" * 29_990 + "\n" + "|-" * 25_000,
    "ampersands": "&" * LONGEST,
    "tags": "<a " * 33_000,
    "addresses": "http://" + "a." * 49_000,
    "addresses in brackets": "http://a(" * 11_000,
    "addresses with brackets": "http://a" + "()" * 900 + "(http://a" * 10_000,
    "short addresses": "http://a " * 11_000,
    "strikes": "~~a" * 33_000,
    "numbers": "1. " * 33_000,
    "rules": "---\n" * 25_000,
    "words": "word " * 20_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_no_text_of_the_longest_length_keeps_the_site_waiting(name: str) -> None:
    """The limit is generous: on an idle machine each takes two seconds at most."""
    with at_most(12):
        html = render(PATHOLOGICAL[name][:LONGEST])
    assert html or name == "rules"


def test_what_is_too_deep_is_shown_as_it_was_typed() -> None:
    typed = "> " * 60 + "the point"
    assert "the point" in plain(render(typed))
    assert "blockquote" not in render(typed)
    assert sanitise(render(typed)) == render(typed)


def test_a_list_shows_words_without_the_signs_of_mathematics() -> None:
    html = render(r"H~2~O *itself*, \(K\) and \(\ce{H3O+}\).")
    assert brief(html) == "H2O itself, K and H3O+."
    assert brief(html, most=12) == "H2O itself…"


@pytest.mark.parametrize(
    "words",
    [
        "2*3*4, a_b_c, <sub>, &amp; and C:\\",
        "# no heading\n- no list\n1. no number\n=== and no table | a | b |",
        "> said somebody",
        "$5 for 2*3*4 and $6, ~~not struck~~",
        "[no](link) [SI] ![no](image) a] b",
        "```\nno code\n```",
        "-5 degrees",
    ],
)
def test_a_quotation_says_exactly_what_was_said(words: str) -> None:
    html = render(quotation(words))
    assert unescape(re.sub("<[^>]*>", "", html)).split() == words.split()
    assert set(re.findall(r"<(\w+)", html)) <= {"blockquote", "p", "br"}


@pytest.mark.parametrize("typed", [r"\(x_1 * y_2\)", r"$x_1^2$", r"\ce{H2O}", "H~2~O and 10^-3^"])
def test_a_quoted_formula_stays_one(typed: str) -> None:
    assert render(typed).removeprefix("<p>").split("</p>")[0] in render(quotation(f"2*3*4 is {typed}"))


@pytest.mark.parametrize(
    "typed",
    [
        "#",
        "a\n\n##\n\nb",
        ">",
        "&#8203;",
        "&nbsp; &#12644;",
        "**&ZeroWidthSpace;**",
        "# &#8203;",
        "$$ $$",
        "$$\n$$",
        "```\n```",
    ],
)
def test_marks_without_words_stand_as_they_were_typed(typed: str) -> None:
    assert plain(render(typed)).split() == typed.split()


def test_a_formula_without_a_word_beside_it_is_no_empty_text() -> None:
    assert "arithmatex" in render("$x$")
    assert "<hr>" in render("***")
