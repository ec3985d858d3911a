"""What becomes of reactions when something happens to their post."""

from __future__ import annotations

from app.forums.events import PostRemoved
from app.forums.reactions.services import forget_reactions


def post_removed(event: PostRemoved) -> None:
    """With the words goes what was said of them."""
    forget_reactions(event.post_id)
