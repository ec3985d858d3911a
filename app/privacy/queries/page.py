"""Reads about the privacy page."""

from __future__ import annotations

from app.core.db import db
from app.privacy.models import PrivacyPage


def worded_page() -> PrivacyPage | None:
    """The page as the university worded it; None while nobody has."""
    return db.session.get(PrivacyPage, 1)
