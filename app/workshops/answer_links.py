"""The link in a letter that answers an invitation: what a row names, signed with the site's secret.

Whoever reads the table cannot make one, and whoever guesses finds nothing. It answers for one person and one workshop
and opens nothing else.
"""

from __future__ import annotations

from itsdangerous import BadSignature, Signer

from app.core.errors import NotFound

_SALT = "workshops.answer"


def sign(handle: str, secret: str) -> str:
    """The last part of the link's address."""
    return Signer(secret, salt=_SALT).sign(handle).decode()


def read(token: str, secret: str) -> str:
    """The handle of a link that this site made; NotFound for any other."""
    try:
        return Signer(secret, salt=_SALT).unsign(token).decode()
    except (BadSignature, UnicodeDecodeError):
        raise NotFound from None
