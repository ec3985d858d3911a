"""What people do to actions: agree, change, note progress, move, verify, mark as critical; and the reminders."""

from __future__ import annotations

from app.actions.services.agreeing import Draft, agree_action, edit_action
from app.actions.services.moving import move_action, take_back_verification
from app.actions.services.noting import flag_critical, note_progress, unflag_critical

__all__ = [
    "Draft",
    "agree_action",
    "edit_action",
    "flag_critical",
    "move_action",
    "note_progress",
    "take_back_verification",
    "unflag_critical",
]
