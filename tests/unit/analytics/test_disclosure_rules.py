from __future__ import annotations

import pytest

from app.analytics import disclosure
from app.analytics.disclosure import mean, percent, round5


@pytest.mark.parametrize(
    ("count", "rounded"),
    [(0, 0), (1, 0), (2, 0), (3, 5), (7, 5), (8, 10), (12, 10), (13, 15), (22, 20), (23, 25), (401, 400)],
)
def test_counts_go_to_the_nearest_five_halves_up(count: int, rounded: int) -> None:
    assert round5(count) == rounded


def test_a_percentage_needs_23_people_below_the_line() -> None:
    assert percent(11, 22) is None
    assert percent(11, 23) == 48


def test_a_percentage_needs_five_people_above_the_line_and_five_beside_it() -> None:
    # Of 755 who submitted a test 755 passed, and of 759 registered 755 submitted: 99 % said that 4 did not.
    assert percent(755, 759) is None
    assert percent(755, 755) is None
    assert percent(754, 759) == 99
    assert [percent(part, 200) for part in (0, 1, 4, 5, 195, 196, 200)] == [None, None, None, 3, 98, None, None]


def test_percentages_come_from_unrounded_counts_halves_up() -> None:
    assert percent(187, 401) == 47  # 46.6
    assert percent(253, 429) == 59  # 59.0
    assert percent(13, 200) == 7  # 6.5 exactly
    assert percent(29, 200) == 15  # 14.5 exactly, which a float would take to 14


def test_a_mean_needs_eight_values() -> None:
    assert mean(700, 7) is None
    assert mean(700, 8) == 87.5
    assert mean(409, 20) == 20.5  # 20.45, halves up


def test_withheld_is_two_dots() -> None:
    assert disclosure.shown(None) == ".."
    assert disclosure.shown(1234) == "1,234"
    assert disclosure.shown(7, "%") == "7%"


def test_a_sentence_never_says_nobody_or_everybody() -> None:
    assert disclosure.percent_in_words(0) == "fewer than 5%"
    assert disclosure.percent_in_words(100) == "more than 95%"
    assert disclosure.percent_in_words(41) == "41%"
