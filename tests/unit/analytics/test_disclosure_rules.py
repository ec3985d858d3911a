from __future__ import annotations

import pytest

from app.analytics import disclosure
from app.analytics.demo.figures import small_groups
from app.analytics.disclosure import Share, mean, percent, protect_counts, protect_shares, round5


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


def test_withheld_is_two_dots_with_words() -> None:
    assert disclosure.shown(None) == ".."
    assert disclosure.spoken(None) == "withheld, too few students"
    assert disclosure.shown(1234) == "1,234"
    assert disclosure.shown(7, "%") == "7%"


def test_a_sentence_never_says_nobody_or_everybody() -> None:
    assert disclosure.percent_in_words(0) == "fewer than 5%"
    assert disclosure.percent_in_words(100) == "more than 95%"
    assert disclosure.percent_in_words(41) == "41%"


def h800(*groups: str) -> list[Share]:
    found = {row.group: Share(row.numerator, row.denominator) for row in small_groups()}
    return [found[group] for group in groups]


def test_h800_as_a_whole_is_79_percent_of_60() -> None:
    [everyone] = h800("all")
    total, _ = protect_shares(everyone, [])
    assert (total.percent, total.denominator) == (79, 60)


def test_h800_disability_takes_its_complement_with_it() -> None:
    [everyone] = h800("all")
    total, parts = protect_shares(everyone, h800("declared disability", "no declared disability"))
    assert total.percent == 79
    assert all(part.withheld for part in parts)


def test_h800_nations_hide_each_other_and_leave_england() -> None:
    [everyone] = h800("all")
    groups = ("nation: England", "nation: Scotland", "nation: Wales", "nation: NI", "outside UK")
    _, parts = protect_shares(everyone, h800(*groups))
    assert [part.percent for part in parts] == [80, None, None, None, None]


def test_an_empty_part_is_no_cover_for_a_hidden_one() -> None:
    _, parts = protect_shares(Share(60, 80), [Share(5, 7), Share(0, 0), Share(25, 33), Share(30, 40)])
    assert [part.withheld for part in parts] == [True, True, True, False]


def test_a_single_small_part_hides_its_total_too() -> None:
    total, parts = protect_shares(Share(5, 7), [Share(5, 7)])
    assert total.withheld
    assert parts[0].withheld


def test_four_twos_are_not_given_away_by_their_total() -> None:
    total, parts = protect_counts([2, 2, 2, 2])
    assert total == 10
    assert parts != [0, 0, 0, 0]


def test_ordinary_counts_are_all_shown() -> None:
    assert protect_counts([120, 33, 7]) == (160, [120, 35, 5])
