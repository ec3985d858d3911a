"""What is sealed is read with the same secret, for the same purpose, and by nobody else."""

from __future__ import annotations

import pytest

from app.core.secrets.sealed import SealBroken, seal, unseal


def test_what_is_sealed_is_read_again_and_does_not_show() -> None:
    sealed = seal("pässword", "a secret", "mail")
    assert "ssword" not in sealed
    assert sealed != seal("pässword", "a secret", "mail")
    assert unseal(sealed, "a secret", "mail") == "pässword"


@pytest.mark.parametrize(("secret", "purpose"), [("another", "mail"), ("a secret", "calls"), ("", "mail")])
def test_with_another_secret_or_for_another_purpose_it_is_not_read(secret: str, purpose: str) -> None:
    with pytest.raises(SealBroken):
        unseal(seal("password", "a secret", "mail"), secret, purpose)


@pytest.mark.parametrize("text", ["", "no seal", "gAAAAA", "ü"])
def test_what_was_never_sealed_or_was_changed_is_not_read(text: str) -> None:
    with pytest.raises(SealBroken):
        unseal(text, "a secret", "mail")
