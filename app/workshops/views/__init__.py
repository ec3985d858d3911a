"""The pages of workshops."""

from __future__ import annotations

from app.workshops.views.routes import blueprint

__all__ = ["blueprint"]
