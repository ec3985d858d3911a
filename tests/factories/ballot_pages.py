"""The pages of voting as their readers use them."""

from __future__ import annotations

from app.workshops.models import Workshop
from tests.client import Page, StrictClient


def at(workshop: Workshop, page: str) -> str:
    return f"/networks/s215/workshops/{workshop.number}/{page}"


def send(client: StrictClient, workshop: Workshop, fields: dict[str, str], page: str = "ballot") -> Page:
    """Fill the page's own form and send it, hidden fields included."""
    shown = client.get(at(workshop, page))
    hidden = {name: value for name, value in shown.values().items() if name in {"round", "command_key"}}
    return client.post(at(workshop, page), hidden | fields, once=False)
