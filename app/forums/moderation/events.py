"""What moderators did to many posts at once, told upwards."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PostsMoved(Event):
    """Posts stand in another discussion of their network: split off, merged, or brought back."""

    operation_id: int
    from_id: int
    to_id: int
    #: They were taken over before, and that was undone.
    brought_back: bool
    #: Posts that carry the title of a discussion, or did.
    reworded: tuple[int, ...]
