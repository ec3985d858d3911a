"""Formulas in a real browser: honest ones are set, greedy ones stand as their source and the tab goes on."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.loop import S215
from tests.browser.visitors import Visitors

pytestmark = pytest.mark.browser

# Macros hide from the server how deep they end.
GREEDY = [
    r"\def\a#1{x_{x_{x_{x_{x_{#1}}}}}}" + r"\a{" * 12 + "x" + "}" * 12,
    r"\def\a#1{\sqrt{\sqrt{\sqrt{\sqrt{\sqrt{#1}}}}}}\def\b#1{\a{\a{\a{\a{#1}}}}}\b{\b{x}}",
]
HONEST = r"\begin{pmatrix}" + r"\\".join(["&".join(["a_{ij}"] * 6)] * 6) + r"\end{pmatrix}"


def test_greedy_formulas_stand_as_their_source_and_honest_ones_are_set(visitors: Visitors) -> None:
    page = visitors.page_as("al16.s215")
    page.goto(f"{S215}/forums/tricky-topics/start")
    page.get_by_label("Title").fill("Deep ones")
    greedy = "\n\n".join(f"$${each}$$" for each in GREEDY)
    page.get_by_label("Your post").fill(f"{greedy}\n\n$${HONEST}$$\n\n$\\rule{{3000em}}{{3000em}}$ end")
    page.get_by_role("button", name="Publish").click()
    body = page.locator(".post-body").first
    expect(body.locator(".katex-display")).to_have_count(1)
    expect(body.locator(".katex-error")).to_have_count(0)
    expect(body).to_contain_text(GREEDY[0])
    rule = body.locator(".katex").last.bounding_box()
    assert rule is not None
    assert rule["height"] < 1000
    assert rule["width"] < 1000
