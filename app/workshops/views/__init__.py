"""The pages of workshops."""

from __future__ import annotations

from app.workshops.views import answering, inviting, page, planning
from app.workshops.views.routes import blueprint

__all__ = ["answering", "blueprint", "inviting", "page", "planning"]
