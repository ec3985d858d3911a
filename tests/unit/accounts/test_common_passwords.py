"""Passwords that everybody tries first are refused; phrases are not."""

from __future__ import annotations

import pytest

from app.accounts.passwords import require_good
from app.core.errors import Invalid


@pytest.mark.parametrize(
    "password",
    [
        "password123",
        "Password123",
        "P@ssw0rd123",
        "qwertyuiop1",
        "iloveyou12",
        "1234567890",
        "letmein2018",
        "amina.khan1",
    ],
)
def test_what_is_tried_first_is_refused(password: str) -> None:
    with pytest.raises(Invalid):
        require_good(password, "amina.khan@example.org")


@pytest.mark.parametrize("password", ["correct horse battery staple", "steric effects are small"])
def test_words_that_do_not_belong_together_are_taken(password: str) -> None:
    require_good(password, "amina.khan@example.org")
    require_good(password + " " * 100, "amina.khan@example.org")


@pytest.mark.parametrize(
    "password", ["Password2024!", "Summer2024!", "S215chemistry", "learning-network", "openuniversity1"]
)
def test_nor_what_is_made_of_a_usual_word_and_a_year_or_of_the_words_of_this_site(password: str) -> None:
    with pytest.raises(Invalid):
        require_good(password, "amina.khan@example.org")


def test_nor_the_persons_own_name() -> None:
    require_good("wilhelminaokonkwo", "wo12@example.org")
    with pytest.raises(Invalid):
        require_good("wilhelminaokonkwo", "wo12@example.org", "Wilhelmina Okonkwo")
