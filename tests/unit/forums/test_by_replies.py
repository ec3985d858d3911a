"""The order in which each post's replies stand beneath it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.forums.queries.by_replies import DEEPEST, Placed, arranged


def test_replies_stand_beneath_what_they_answer_by_date() -> None:
    posts = [(1, None), (2, 1), (3, None), (4, 2), (5, 1), (6, 4), (7, 6), (8, 3)]
    assert list(arranged(posts)) == [
        Placed(1, 0),
        Placed(2, 1),
        Placed(4, 2),
        Placed(6, 3),
        Placed(7, DEEPEST),
        Placed(5, 1),
        Placed(3, 0),
        Placed(8, 1),
    ]


def test_what_answers_a_post_that_stands_elsewhere_answers_nothing_here() -> None:
    assert list(arranged([(5, 2), (6, 5)])) == [Placed(5, 0), Placed(6, 1)]


@given(st.lists(st.integers(0, 40), max_size=40))
def test_every_post_stands_there_once_after_what_it_answers(answers: list[int]) -> None:
    posts = [(at, answer or None) for at, answer in enumerate(answers, 1)]
    order = [each.id for each in arranged(posts)]
    assert sorted(order) == [post_id for post_id, _ in posts]
    for post_id, answer in posts:
        if answer is not None and answer < post_id:
            assert order.index(answer) < order.index(post_id)
