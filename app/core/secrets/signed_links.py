"""The link in a letter that answers an invitation: what a row names, signed with the site's secret.

Whoever reads the table cannot make one, and whoever guesses finds nothing. It answers for one person and one workshop
and opens nothing else.
"""

from __future__ import annotations

from itsdangerous import BadSignature, Signer

from app.core.errors import NotFound

_SALT = "workshops.answer"
#: A link that stops letters answers nothing, and one that answers stops none.
_STOP = "workshops.letters"


def sign(handle: str, secret: str) -> str:
    """The last part of the link's address."""
    return Signer(secret, salt=_SALT).sign(handle).decode()


def sign_to_stop(handle: str, secret: str) -> str:
    """The same for the link that stops letters."""
    return Signer(secret, salt=_STOP).sign(handle).decode()


def read(token: str, secret: str) -> str:
    """The handle of a link that this site made; NotFound for any other."""
    return _read(token, secret, _SALT)


def read_to_stop(token: str, secret: str) -> str:
    """The same for a link that stops letters."""
    return _read(token, secret, _STOP)


def _read(token: str, secret: str, salt: str) -> str:
    try:
        return Signer(secret, salt=salt).unsign(token).decode()
    except (BadSignature, UnicodeDecodeError):
        raise NotFound from None
