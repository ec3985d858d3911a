"""The key that opens a new site once. Whoever starts the site reads it in the terminal, as with a notebook server; who has
the folder has the site anyway. Pure: no database, no web.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from app.accounts.passwords import new_secret
from app.core.secrets.kept import kept_secret

FILE = "set-up-key"


def set_up_key(folder: Path) -> str:
    """The key of the site in this folder: made at the first call, the same until it is used."""
    return kept_secret(folder / FILE, lambda: new_secret().encode()).decode()


def has_set_up_key(folder: Path) -> bool:
    """Whether a key was printed that is not used yet; a site that `make site` did not start has none."""
    return (folder / FILE).exists()


def is_set_up_key(folder: Path, typed: str) -> bool:
    """Whether this is the key. False once it was used."""
    try:
        key = (folder / FILE).read_bytes()
    except FileNotFoundError:
        return False
    return bool(key) and secrets.compare_digest(key, typed.encode())


def put_back(folder: Path, key: str) -> None:
    """After `use_up`, when what was made with the key is taken back."""
    kept_secret(folder / FILE, key.encode)


def use_up(folder: Path) -> bool:
    """Nobody uses the key again; False for whoever came second with it."""
    try:
        (folder / FILE).unlink()
    except FileNotFoundError:
        return False
    return True
