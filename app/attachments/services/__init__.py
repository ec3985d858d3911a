"""What is done with pictures and files: verbs, each in the file of its subject."""

from __future__ import annotations

from app.attachments.services.adding import GivenFile, add_file
from app.attachments.services.collecting import collect, forget_stored
from app.attachments.services.placing import Described, carry_over, describe, place, require_all_here, shown_in
from app.attachments.services.removing import discard, owe_forgetting, remove_with

__all__ = [
    "Described",
    "GivenFile",
    "add_file",
    "carry_over",
    "collect",
    "describe",
    "discard",
    "forget_stored",
    "owe_forgetting",
    "place",
    "remove_with",
    "require_all_here",
    "shown_in",
]
