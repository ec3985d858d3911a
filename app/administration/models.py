"""What the site notices of itself: which of its parts is not in order, and whose turn it is to look."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model, key


class SiteWatch(Model):
    """One row: nobody looks before this instant, of all the processes that might."""

    __tablename__ = "site_watch"

    id: Mapped[key]
    until: Mapped[datetime]


class SiteTrouble(Model):
    """A part that is not in order, or was until just now. The row goes when the administrators know that it is over."""

    __tablename__ = "site_trouble"

    #: The part, as the checks of /readyz call it.
    part: Mapped[str] = mapped_column(primary_key=True)
    #: What was wrong when somebody last looked, and what to do.
    fault: Mapped[str]
    since: Mapped[datetime]
    #: From when on it has been in order again without a break.
    over_since: Mapped[datetime | None]
    #: When a letter about it was first tried, and when one went out.
    tried_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
