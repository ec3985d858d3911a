"""How much the files of one network may take."""

from __future__ import annotations

from sqlalchemy import func, select

from app.attachments.models import StoredFile
from app.core.db import db
from app.core.errors import Invalid
from app.core.text.words import in_units

_most = 0


def use(most: int) -> None:
    """So many bytes in each network from now on; 0 is no limit."""
    global _most  # noqa: PLW0603 -- one per process, set when the application starts
    _most = most


def held_by(network_id: int) -> int:
    """Bytes that the network's pictures and files take."""
    held = select(func.coalesce(func.sum(StoredFile.size), 0)).where(StoredFile.network_id == network_id)
    return int(db.session.scalars(held).one())


def held_in_all() -> int:
    """Bytes that those of all networks take."""
    return int(db.session.scalars(select(func.coalesce(func.sum(StoredFile.size), 0))).one())


def require_room(network_id: int, digest: str, size: int) -> None:
    """Invalid, in a sentence, if these bytes do not fit any more; what is there already takes no more room."""
    here = (StoredFile.network_id == network_id, StoredFile.digest == digest)
    if not _most or db.session.scalar(select(StoredFile.id).where(*here)) is not None:
        return
    if held_by(network_id) + size > _most:
        sentence = (
            f"The pictures and files of this network take all of the {in_units(_most)} that they may, so nothing more can "
            "be added. Take out what is not needed any more, or ask an administrator for more room."
        )
        raise Invalid(sentence, {"file": [sentence]})
