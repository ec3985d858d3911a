"""Pictures and files go: with their words, by their owner before they are published, or when nobody uses them.

Rows go in the transaction; the bytes go by work that is owed in it, so that nothing is missing if it fails.
"""

from __future__ import annotations

from sqlalchemy import delete, select

from app.attachments.models import Attachment, StoredFile
from app.attachments.policy import Permission
from app.core import outbox
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Refused
from app.core.permissions import require

#: Outbox kind: bytes that no row uses any more.
FORGET = "attachments.forget"


def discard(actor: Actor, attachment: Attachment) -> None:
    """Take away what waits for words, for good. Refused for what is published: it goes with its words."""
    require(actor, Permission.KEEP, attachment)
    if attachment.subject_kind is not None:
        raise Refused("It is published already.", "Take it out of the text, or remove the post.")
    db.session.delete(attachment)
    db.session.flush()
    owe_forgetting()


def remove_with(kind: str, subject_id: int) -> None:
    """The words that they belong to are removed for good: so are they."""
    here = (Attachment.subject_kind == kind, Attachment.subject_id == subject_id)
    if db.session.scalar(select(Attachment.id).where(*here).limit(1)) is not None:
        db.session.execute(delete(Attachment).where(*here).execution_options(synchronize_session=False))
        owe_forgetting()


def owe_forgetting() -> None:
    """The worker takes out of the store what no row uses any more."""
    unused = select(StoredFile.id).where(~select(Attachment.id).where(Attachment.file_id == StoredFile.id).exists())
    for file_id in db.session.scalars(unused):
        outbox.enqueue(FORGET, {"file": file_id})
