"""Pages about people's own data."""

from __future__ import annotations

from app.privacy.views import erasing, own_data, page
from app.privacy.views.routes import blueprint

__all__ = ["blueprint", "erasing", "own_data", "page"]
