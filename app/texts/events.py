"""What happens in texts, told upwards."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.events import Event


@dataclass(frozen=True, kw_only=True)
class PeopleNamed(Event):
    """A text that people read names somebody whom it did not name before. A post says so by its own events."""

    #: Whose text it is (app/texts/places.py), and the row's id.
    text: str
    text_id: int
    #: The discussion under it, whose followers have chosen how much they hear.
    discussion_id: int | None
    #: Tokens of people and roles (app/core/text/tokens).
    named: tuple[str, ...]
