"""What is told upwards of those who ask to join."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class JoinRequested(Event):
    """Somebody asks to join by a link, and the address is theirs."""

    join_request_id: int


@dataclass(frozen=True, kw_only=True)
class JoinRequestAnswered(Event):
    """A chair or moderator let somebody in who had asked by a link, or did not."""

    join_request_id: int
    approved: bool
