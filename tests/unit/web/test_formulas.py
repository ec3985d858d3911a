"""One line of text with formulas: escaped, and only what stands between the marks is TeX."""

from __future__ import annotations

from app.web.page.filters import formulas


def test_a_formula_is_marked_for_the_browser() -> None:
    assert formulas(r"Sign of \(\Delta G\), kJ") == r'Sign of <span class="arithmatex">\(\Delta G\)</span>, kJ'


def test_everything_is_escaped() -> None:
    assert formulas(r"<b>\(a<b\)</b>") == r'&lt;b&gt;<span class="arithmatex">\(a&lt;b\)</span>&lt;/b&gt;'


def test_what_would_end_the_tab_stands_as_its_source_in_a_title_too() -> None:
    deep = "x_{" * 40 + "1" + "}" * 40
    assert formulas(rf"A \({deep}\)") == rf"A <code>\({deep}\)</code>"


def test_a_line_without_formulas_stays_as_it_is() -> None:
    assert formulas("Keeping charge and octets right") == "Keeping charge and octets right"
