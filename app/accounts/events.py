"""What happens to accounts, told upwards."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonErased(Event):
    """An account was emptied. `reworded` names each row, by table and key, from whose words the name was taken out."""

    person_id: int
    reworded: tuple[tuple[str, int | str], ...]


@dataclass(frozen=True, kw_only=True)
class AccountClosed(Event):
    """An administrator closed an account: its owner cannot sign in."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class AccountReopened(Event):
    """An administrator opened a closed account again."""

    person_id: int
