"""A formula in plain words, for where nothing sets it."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import mail
from app.core.text.formula_words import html_in_words, in_words, with_names
from app.core.text.markdown import brief, render


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        (r"half: \(\frac{1}{2}x^{2}\)", "half: 1/2x²"),
        (r"\(\alpha + \beta \leq \sqrt{x+1}\)", "α + β ≤ √(x+1)"),
        (r"\(\ce{H3O+}\) and \ce{2H2 + O2 -> 2H2O}", "H3O+ and 2H2 + O2 → 2H2O"),
        (r"\(\sin x\) or \(\sin\theta\)", "sin x or sin θ"),
        (r"\(x_{max} = 5\,\text{m s}^{-1}\)", "x_max = 5 m s⁻¹"),
        (r"\(\int_0^1 f(x)\,dx\)", "∫₀¹ f(x) dx"),
        (r"\[\begin{pmatrix}1 & 2\\3 & 4\end{pmatrix}\]", "1 2; 3 4"),
        (r"\(\Delta G = \Delta H - T\Delta S\) at \(90^\circ\)", "ΔG = ΔH - TΔS at 90°"),
        (r"\(E_\mathrm{a}\), \(\mathbb{R}^n\), \(50\%\), \(\{1\}\)", "E_a, Rⁿ, 50%, {1}"),
        (r"C:\temp\(old)", r"C:\temp\(old)"),
        ("no formula, 2*3 and $5", "no formula, 2*3 and $5"),
    ],
)
def test_it_is_read_as_one_would_say_it(typed: str, read: str) -> None:
    assert in_words(typed) == read


PARTS = st.recursive(
    st.sampled_from("abxyzRST0123456789") | st.sampled_from([r"\alpha ", r"\times ", r"\sin ", r"\, ", "+", "(", ")"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map("".join),
        inner.map(lambda each: f"^{{{each}}}"),
        inner.map(lambda each: f"_{{{each}}}"),
        inner.map(lambda each: rf"\sqrt{{{each}}}"),
        st.tuples(inner, inner).map(lambda two: rf"\frac{{{two[0]}}}{{{two[1]}}}"),
    ),
    max_leaves=12,
)


@given(PARTS)
def test_nothing_that_stood_in_it_is_lost_and_no_sign_of_tex_is_left(tex: str) -> None:
    read = in_words(f"before \\({tex} 1\\) after")
    assert read.startswith("before ")
    assert read.endswith(" after")
    assert "\\" not in read
    assert "{" not in read
    # What is written above or below the line is the same sign, smaller.
    letters = [each for each in "xyzRST0123456789" if each in tex]
    assert [each for each in letters if each not in unicodedata.normalize("NFKC", read)] == []


@given(st.text(alphabet="\\(){}[]^_frac x&", max_size=400))
def test_whatever_is_typed_it_comes_to_an_end(text: str) -> None:
    in_words(f"\\({text}\\)")
    html_in_words(text)


def test_what_is_too_deep_to_be_set_stands_as_its_source() -> None:
    deep = "\\(" + "x^{" * 2000 + "}" * 2000 + "\\)"
    assert "x^{x^{" in in_words(deep)
    assert in_words("\\(" + "^" * 4000 + "\\)") == ""


def test_a_line_in_a_list_and_a_letter_say_it_alike() -> None:
    html = render(r"Take \(\frac{a}{b} < 2\), and $x^2$.")
    assert brief(html) == "Take a/b < 2, and x²."
    assert "a/b &lt; 2" in html_in_words(html)
    assert 'class="arithmatex"' in html_in_words(html)


def test_every_letter_that_leaves_has_its_formulas_in_words() -> None:
    letters: list[Any] = []
    before = mail.current()
    mail.use(type("Kept", (), {"send": lambda _self, letter: letters.append(letter)})())
    try:
        tex = r"\(\alpha^2\)"
        mail.deliver({"key": "k", "to": "a@example.org", "subject": tex, "text": tex, "html": f"<p>{tex}</p>"})
    finally:
        mail.use(before)
    assert [letters[0].subject, letters[0].text, letters[0].html] == ["α²", "α²", "<p>α²</p>"]


def test_a_sign_is_found_by_its_name() -> None:
    assert with_names("the σ bond of Δ and σ").endswith("delta sigma")
    assert with_names("no such sign") == "no such sign"
