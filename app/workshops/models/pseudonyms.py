"""Who has taken part where no names are kept, while it is going on: under a pseudonym, never under a name."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model


class PseudonymousPart(Model):
    """Somebody has voted in a round, or has written, since the room last moved.

    The pseudonym is the person's HMAC under a key that lies outside the database, and is destroyed when it is over: then
    nothing that was stored meanwhile, in no copy of it, leads to anybody. See app/workshops/pseudonyms.py.
    """

    __tablename__ = "workshop_pseudonymous_part"
    __table_args__ = ({"sqlite_with_rowid": False},)

    #: What is going on, and the name of its key.
    scope: Mapped[str] = mapped_column(primary_key=True)
    pseudonym: Mapped[str] = mapped_column(primary_key=True)
