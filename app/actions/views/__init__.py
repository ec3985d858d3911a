"""The pages of the action register: the table, its export, one action, agreeing and changing it."""

from __future__ import annotations

from app.actions.views import agreeing, register, steps
from app.actions.views.page import blueprint

__all__ = ["agreeing", "blueprint", "register", "steps"]
