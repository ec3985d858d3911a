"""The privacy page, once the university has worded it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model, key, points_to
from app.core.personal_data import Personal


class PrivacyPage(Model):
    """There is one row, with the number 1, or none: then the page is drafted from what the models declare."""

    __tablename__ = "privacy_page"

    id: Mapped[key]
    body_md: Mapped[str]
    body_html: Mapped[str]
    edited_by_id: Mapped[int] = points_to(
        "person.id", personal=Personal("the privacy page, if you worded it last", facts=("edited_at",))
    )
    edited_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
