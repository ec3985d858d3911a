"""What happens to accounts, told upwards."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonErased(Event):
    """An account was emptied. `reworded` names each row, by table and key, from whose words the name was taken out."""

    person_id: int
    reworded: tuple[tuple[str, int | str], ...]
    #: The networks that the person left by it.
    left: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class AccountClosed(Event):
    """An administrator closed an account: its owner cannot sign in."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class AccountReopened(Event):
    """An administrator opened a closed account again."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class AdministratorNamed(Event):
    """A person administers the site from now on."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class AdministratorEnded(Event):
    """A person administers the site no more."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class AddressChanged(Event):
    """A person is known by another address. `network_id` if a chair of that network confirmed it in place of the old one."""

    person_id: int
    email: str


@dataclass(frozen=True, kw_only=True)
class AccountsMerged(Event):
    """Everything of another account is this person's. `networks` are those in which something named the other account."""

    person_id: int
    other_id: int
    networks: tuple[int, ...]
