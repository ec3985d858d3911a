"""What happens to pictures and files when something happens elsewhere."""

from __future__ import annotations

from app.accounts.events import PersonErased
from app.attachments.services import owe_forgetting


def person_erased(_event: PersonErased) -> None:
    """Their rows are deleted, as the model declares; so are the bytes that nobody else's row uses."""
    owe_forgetting()
