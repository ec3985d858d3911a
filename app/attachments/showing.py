"""What a text shows of a picture or a file, as its HTML needs it."""

from __future__ import annotations

from app.attachments.models import Attachment
from app.core.db import db
from app.core.text.pictures import ShownPicture
from app.core.text.words import in_units
from app.networks.models import LearningNetwork

SAID_IN_TEXT = "Picture: the text says what it shows"
UNSAID = "Picture without a description"
_CALLED = {".pdf": "PDF", ".docx": "Word", ".xlsx": "Excel", ".pptx": "PowerPoint"}


def as_shown(attachment: Attachment) -> ShownPicture:
    """What a text shows of it."""
    stored, slug = attachment.file, _slug_of(attachment.network_id)
    address = f"/networks/{slug}/files/{attachment.token}"
    if attachment.name:
        called = _CALLED.get(stored.suffix, "OpenDocument")
        return ShownPicture(address, name=attachment.name, note=f"{called}, {in_units(stored.size)}")
    alt = attachment.alt or (SAID_IN_TEXT if attachment.said_in_text else UNSAID)
    return ShownPicture(address, alt, stored.width, stored.height, stored.small_width)


def _slug_of(network_id: int) -> str:
    """The network's name in addresses; the session has it where a page of the network is made."""
    return db.session.get_one(LearningNetwork, network_id).slug
