"""Passwords and random secrets: made, checked, and kept as hashes only. Pure: no database, no web."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
from importlib import import_module

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.core.errors import Invalid
from app.core.language.spoken import gettext

SHORTEST = 10
#: Beyond this nobody types a password; hashing a megabyte would only keep a thread busy.
LONGEST = 200
#: From here on a password withstands somebody who has the hashes for long enough to be noticed (score 3 of zxcvbn;
#: Wheeler, USENIX Security 2016).
FEWEST_GUESSES = 10**8
#: Words of this site, the first that anybody tries after the person's own.
OF_THIS_SITE = (
    "learning", "network", "networks", "learning-network", "tricky", "topic", "tutor", "tutorial", "module", "student",
    "workshop", "university", "open university", "openuniversity",
)  # fmt: skip

# 19 MiB and two passes: the least that OWASP recommends for argon2id. Four threads that hash at the
# same moment then need 76 MiB, which a worker can spare; the library's default would need 256.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

# A hash that no password has, with our own parameters: checking against it costs what a real check costs.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1${}${}".format(
    base64.b64encode(bytes(16)).decode().rstrip("="), base64.b64encode(bytes(32)).decode().rstrip("=")
)


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def fits(password_hash: str | None, password: str) -> bool:
    """Whether the password is the right one. Takes as long when there is no hash at all."""
    try:
        return _hasher.verify(password_hash or _NOBODY, password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def require_present(password_hash: str | None, typed: str) -> None:
    """Raise Invalid, at the field of the forms that ask for it, unless this is the password."""
    # Nobody has a longer one, so none is hashed: it would only keep a thread busy.
    if not fits(password_hash, typed if len(typed) <= LONGEST else ""):
        raise Invalid(
            gettext("Nothing was changed."), {"current_password": [gettext("This is not your present password.")]}
        )


def require_good(password: str, email: str, name: str = "", field: str = "password") -> None:
    """Raise Invalid unless the password is long enough, and neither usual nor made of the person's address or name."""
    fault = ""
    if len(password) < SHORTEST:
        fault = gettext(
            "Please take at least %(shortest)s characters. Four words that do not belong together are a good choice.",
            shortest=SHORTEST,
        )
    elif len(password) > LONGEST:
        fault = gettext("At most %(longest)s characters, please.", longest=LONGEST)
    elif password.lower() in {email.lower(), email.lower().split("@")[0]}:
        fault = gettext("Your e-mail address would be the first guess. Please choose something else.")
    elif len(set(password)) < 4:
        fault = gettext("This repeats the same few characters. Please choose something else.")
    elif _is_common(password, email, name):
        fault = gettext(
            "Passwords like this one are tried first. Four words that do not belong together are a good choice."
        )
    if fault:
        raise Invalid(gettext("This password will not do."), {field: [fault]})


def _is_common(password: str, email: str, name: str) -> bool:
    """Whether lists of usual passwords, names, words, dates and keyboard rows, or the person's address, lead to it soon."""
    # Read at the first use: the lists take 14 MiB, and most processes never set a password.
    estimate = import_module("zxcvbn").zxcvbn
    address = email.lower()
    own = [part for part in (address, address.split("@")[0], *re.split(r"\W+", f"{address} {name.lower()}")) if part]
    # The library reads the first 72 characters; a beginning that is hard to guess is enough.
    return bool(estimate(password[:72], user_inputs=[*own, *OF_THIS_SITE])["guesses"] < FEWEST_GUESSES)


def new_secret() -> str:
    """A random secret for a link or a token: 256 bits, safe in an address."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> str:
    """What is stored of a secret. No salt is needed: 256 random bits cannot be guessed from it."""
    return hashlib.sha256(secret.encode()).hexdigest()
