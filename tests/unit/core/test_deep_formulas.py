"""A formula that a browser could choke on stands as its source; what is printed in books is set."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.text.markdown import plain, render
from app.core.text.mathematics import DEEPEST_FORMULA, is_too_deep

WRAPPERS = {
    "x_{": "}",
    "x^{": "}",
    r"\sqrt{": "}",
    r"\frac{1}{": "}",
    r"\overline{": "}",
    r"\ce{": "}",
    "{": "}",
    r"\left(": r"\right)",
    r"\begin{matrix}": r"\end{matrix}",
}
HONEST = [
    r"x=\frac{-b\pm\sqrt{b^2-4ac}}{2a}",
    r"\begin{pmatrix}" + r"\\".join(["&".join([r"a_{ij}"] * 6)] * 6) + r"\end{pmatrix}",
    r"1+\cfrac{1}{2+\cfrac{1}{2+\cfrac{1}{2+\cfrac{1}{2+\cfrac{1}{2+\cdots}}}}}",
    r"\left\{\left[\left(\frac{\partial}{\partial t}\right)^2-\left(\sqrt{\frac{k}{m}}\right)^{2}\right]x\right\}=0",
    r"\ce{CaCO3 ->[heat][\Delta] CaO + CO2 ^}",
    r"\hat{H}\left|\psi\right\rangle=E\left|\psi\right\rangle\Leftarrow\leftarrow\rightarrow",
    r"f(x)=\begin{cases}\int_{0}^{x}e^{-t^{2}}\,\mathrm{d}t&\text{if }x\geq 0\\0&\text{otherwise}\end{cases}",
    r"\Big\{ \{ \} \Big\}" * 40,
]


@pytest.mark.parametrize("opening", WRAPPERS)
@pytest.mark.parametrize("around", ["$%s$", r"\(%s\)", r"\[%s\]", "$$%s$$", "\\[\n%s\n\\]", "> $$\n> %s\n> $$"])
def test_what_would_end_the_tab_stands_as_it_was_typed(opening: str, around: str) -> None:
    deep = opening * 160 + "x" + WRAPPERS[opening] * 160
    html = render("before\n\n" + around % deep + "\n\nafter")
    assert "arithmatex" not in html
    assert deep in unescape(html)
    assert plain(html).startswith("before ")
    assert plain(html).endswith(" after")


@pytest.mark.parametrize("tex", HONEST)
def test_what_is_printed_in_books_is_set(tex: str) -> None:
    assert 'class="arithmatex"' in render(f"$${tex}$$")


@given(st.lists(st.sampled_from(list(WRAPPERS)), max_size=60))
def test_the_depth_is_that_of_all_together(openings: list[str]) -> None:
    tex = "".join(openings) + "x" + "".join(WRAPPERS[each] for each in reversed(openings))
    # An environment's name stands in braces of its own, inside.
    depth = len(openings) + (openings[-1:] == [r"\begin{matrix}"])
    assert is_too_deep(tex) == (depth > DEEPEST_FORMULA)
