"""Links that are a key: what a row names, signed with the site's secret. One answers an invitation to a workshop, one
stops letters, one lets people ask to join a network, one says that an address is theirs, one stops a sort of
mail.

Whoever reads the table cannot make one, and whoever guesses finds nothing. Each opens what it was made for and nothing
else.
"""

from __future__ import annotations

from itsdangerous import BadSignature, Signer

from app.core.errors import NotFound

_SALT = "workshops.answer"
#: A link that stops letters answers nothing, and one that answers stops none.
_STOP = "workshops.letters"
_JOIN = "networks.join"
_CONFIRM = "networks.join.confirm"
_MAIL = "notifications.mail"


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


def sign_to_join(handle: str, secret: str) -> str:
    """The same for a link by which people ask to join."""
    return Signer(secret, salt=_JOIN).sign(handle).decode()


def read_to_join(token: str, secret: str) -> str:
    """The same for a link by which people ask to join."""
    return _read(token, secret, _JOIN)


def sign_to_confirm(handle: str, secret: str) -> str:
    """The same for a letter that asks whether an address is theirs."""
    return Signer(secret, salt=_CONFIRM).sign(handle).decode()


def read_to_confirm(token: str, secret: str) -> str:
    """The same for a letter that asks whether an address is theirs."""
    return _read(token, secret, _CONFIRM)


def sign_to_stop_mail(handle: str, secret: str) -> str:
    """The same for the link that stops a sort of mail."""
    return Signer(secret, salt=_MAIL).sign(handle).decode()


def read_to_stop_mail(token: str, secret: str) -> str:
    """The same for a link that stops a sort of mail."""
    return _read(token, secret, _MAIL)


def _read(token: str, secret: str, salt: str) -> str:
    try:
        return Signer(secret, salt=salt).unsign(token).decode()
    except (BadSignature, UnicodeDecodeError):
        raise NotFound from None
