"""What happens to a network, its cycles and its members, told upwards."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class NetworkMoved(Event):
    """A network changed its state; `before` is empty when it has just been created."""

    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class PeopleInvited(Event):
    """People became members in one more role; `by_administrator` if no role in the network let the actor invite."""

    person_ids: tuple[int, ...]
    role: str
    by_administrator: bool


@dataclass(frozen=True, kw_only=True)
class MemberLeft(Event):
    """A person holds no role in the network any more."""

    person_id: int


@dataclass(frozen=True, kw_only=True)
class CriticalDateSet(Event):
    """A chair or moderator marked a date as one that matters."""

    critical_date_id: int


@dataclass(frozen=True, kw_only=True)
class JoinRequested(Event):
    """Somebody asks to join by a link, and the address is theirs."""

    join_request_id: int


@dataclass(frozen=True, kw_only=True)
class JoinRequestAnswered(Event):
    """A chair or moderator let somebody in who had asked by a link, or did not."""

    join_request_id: int
    approved: bool


@dataclass(frozen=True, kw_only=True)
class AddressAskedFor(Event):
    """A member cannot read their old mailbox any more, and asks a chair to confirm another address."""

    person_id: int
