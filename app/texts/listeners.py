"""What happens to texts when something happens elsewhere."""

from __future__ import annotations

from app.accounts.events import PersonErased
from app.texts.places import all_of_them
from app.texts.services import show_what_is_left


def person_erased(_event: PersonErased) -> None:
    """Their pictures and files are deleted, so what they stood in shows them no more, whoever wrote it."""
    for place in all_of_them():
        show_what_is_left(place)
