"""What happens in the forums, told upwards."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class DiscussionRetitled(Event):
    """A moderator gave a discussion another title."""

    discussion_id: int


@dataclass(frozen=True, kw_only=True)
class PostPublished(Event):
    """A post can be read."""

    post_id: int
    discussion_id: int
    #: The tokens of whom and what it names (app/core/text/tokens.py).
    named: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PostEdited(Event):
    """The author changed the words of a post."""

    post_id: int
    #: The tokens that were not in it before.
    named: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PostHidden(Event):
    """A moderator took a post out of sight for now."""

    post_id: int


@dataclass(frozen=True, kw_only=True)
class PostRestored(Event):
    """A hidden post can be read again."""

    post_id: int


@dataclass(frozen=True, kw_only=True)
class PostRemoved(Event):
    """A post is gone for good; its place is kept by a tombstone."""

    post_id: int
