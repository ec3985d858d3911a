"""Pages about people's own data."""

from __future__ import annotations

from app.privacy.views import own_data
from app.privacy.views.routes import blueprint

__all__ = ["blueprint", "own_data"]
