"""Pages of the forums."""

from __future__ import annotations

from app.forums.views import discussions, following, forums, moderation, operations, posts, reading, several, writing
from app.forums.views.routes import blueprint

__all__ = [
    "blueprint",
    "discussions",
    "following",
    "forums",
    "moderation",
    "operations",
    "posts",
    "reading",
    "several",
    "writing",
]
