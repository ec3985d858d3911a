"""Nothing is kept that nobody uses: what has waited too long for words, bytes without a row, rows without bytes."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import String, cast, delete, select

from app.accounts.drafts.models import UnsentDraft
from app.attachments.keeping import stores
from app.attachments.models import Attachment, StoredFile
from app.attachments.services.removing import owe_forgetting
from app.core import clock
from app.core.db import changed_rows, db

#: What is in no text and in no draft goes after this.
WAITS = timedelta(hours=48)
#: Bytes that no row knows may be those of an upload that is under way.
GRACE = timedelta(hours=6)


def collect() -> int:
    """Take out what has waited for so long; how much. Safe to run twice. The bytes are owed to the worker."""
    drafted = (
        select(UnsentDraft.id)
        .where(UnsentDraft.person_id == Attachment.person_id, UnsentDraft.ended_at.is_(None))
        .where(cast(UnsentDraft.typed, String).contains(Attachment.token))
        .exists()
    )
    waits = (Attachment.subject_kind.is_(None), Attachment.created_at < clock.now() - WAITS, ~drafted)
    gone = changed_rows(delete(Attachment).where(*waits))
    owe_forgetting()
    return gone


def forget_stored(file_id: int) -> None:
    """Take these bytes out of the store, unless a row uses them again. The row is locked meanwhile, so that whoever adds the
    same bytes at this moment waits, and writes them anew.
    """
    stored = db.session.scalar(select(StoredFile).where(StoredFile.id == file_id).with_for_update())
    if stored is None or db.session.scalar(select(Attachment.id).where(Attachment.file_id == file_id).limit(1)):
        return
    for place in stored.places:
        stores.current().remove(place)
    db.session.delete(stored)
    db.session.flush()


def remove_strays() -> int:
    """Take out what lies in the store without a row, when it has lain there for a while; how much."""
    known = {place for stored in db.session.scalars(select(StoredFile)) for place in stored.places}
    before, gone = clock.real_now() - GRACE, 0
    for lying in stores.current().all():
        if lying.place not in known and lying.at < before:
            stores.current().remove(lying.place)
            gone += 1
    return gone


def missing() -> list[str]:
    """For `site check`: every row whose bytes are not there, in words."""
    lying = {each.place for each in stores.current().all()}
    return [
        f"{place} is named by a row and does not lie in the store: restore it from a backup, or remove its post"
        for stored in db.session.scalars(select(StoredFile).order_by(StoredFile.id))
        for place in stored.places
        if place not in lying
    ]
