"""What is kept in the database so that a copy of it does not tell: sealed under the site's secret, which lies elsewhere."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from importlib import import_module
from typing import Any


class SealBroken(Exception):
    """What was sealed cannot be read: the site's secret is another now, or the text was changed."""


def seal(text: str, secret: str, purpose: str) -> str:
    """The text, for whoever has the secret. Sealed for one purpose it cannot be read for another."""
    return str(_lock(secret, purpose).encrypt(text.encode()).decode())


def unseal(sealed: str, secret: str, purpose: str) -> str:
    """The text again, or SealBroken."""
    lock = _lock(secret, purpose)
    try:
        return str(lock.decrypt(sealed.encode()).decode())
    except (import_module("cryptography.fernet").InvalidToken, UnicodeError) as fault:
        raise SealBroken from fault


def _lock(secret: str, purpose: str) -> Any:
    # Read at the first use: most web processes never seal or unseal anything.
    hashes = import_module("cryptography.hazmat.primitives.hashes")
    hkdf = import_module("cryptography.hazmat.primitives.kdf.hkdf").HKDF
    derived = hkdf(hashes.SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret.encode())
    return import_module("cryptography.fernet").Fernet(urlsafe_b64encode(derived))
