"""A mapping in words: short on the page, however many sites it names."""

from __future__ import annotations

import pytest

from app.topics.models import TopicMapping


@pytest.mark.parametrize(
    ("sites", "words"),
    [
        ([], ""),
        ([7], "7"),
        ([1, 2, 3, 4], "1, 2, 3, 4"),
        ([1, 2, 3, 4, 5], "1, 2, 3, 4 and 1 more"),
        (list(range(100)), "0, 1, 2, 3 and 96 more"),
    ],
)
def test_the_first_sites_are_named_and_the_rest_counted(sites: list[int], words: str) -> None:
    assert TopicMapping(sites=sites).sites_in_words == words
