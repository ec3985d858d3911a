"""Passwords: only hashes are kept, renewed when the parameters change, and a bad choice is explained."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from app.accounts import passwords
from app.core.errors import Invalid


def test_the_right_password_fits_and_another_does_not() -> None:
    kept = passwords.hash_password("curly arrows point")
    assert "curly" not in kept
    assert passwords.fits(kept, "curly arrows point")
    assert not passwords.fits(kept, "curly arrows Point")


def test_no_hash_fits_nothing_and_a_broken_one_neither() -> None:
    assert not passwords.fits(None, "")
    assert not passwords.fits(None, "anything at all")
    assert not passwords.fits("not a hash", "anything at all")


def test_checking_against_nobody_does_the_whole_work() -> None:
    """The stand-in has today's parameters, so an unknown address takes as long as a wrong password."""
    assert not passwords.is_outdated(passwords._NOBODY)
    with pytest.raises(VerifyMismatchError):
        passwords._hasher.verify(passwords._NOBODY, "anything at all")


def test_a_hash_made_with_other_parameters_is_outdated() -> None:
    assert passwords.is_outdated(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("curly arrows point"))
    assert not passwords.is_outdated(passwords.hash_password("curly arrows point"))


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("short", "at least 10"),
        ("x" * 201, "At most 200"),
        ("aaaaaaaaaaaa", "same few characters"),
        ("amina.long@example.org", "first guess"),
        ("Amina.Long", "first guess"),
    ],
)
def test_a_bad_choice_is_explained(password: str, words: str) -> None:
    with pytest.raises(Invalid) as caught:
        passwords.require_good(password, "amina.long@example.org")
    assert words in caught.value.fields["password"][0]


def test_a_long_phrase_is_good() -> None:
    passwords.require_good("four words without sense", "amina@example.org")


def test_secrets_differ_and_their_fingerprints_do_not_tell() -> None:
    one, other = passwords.new_secret(), passwords.new_secret()
    assert one != other
    assert len(one) >= 40
    assert one not in passwords.fingerprint(one)
    assert passwords.fingerprint(one) == passwords.fingerprint(one) != passwords.fingerprint(other)
