"""Pages of the forums."""

from __future__ import annotations

from app.forums.views import discussions, forums, moderation, posts, reading, writing
from app.forums.views.routes import blueprint

__all__ = ["blueprint", "discussions", "forums", "moderation", "posts", "reading", "writing"]
