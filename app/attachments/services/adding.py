"""A picture or a file is added: looked at, made harmless, kept. It waits for its words from then on."""

from __future__ import annotations

import hashlib
import logging
import secrets
from dataclasses import dataclass, field
from typing import IO

from sqlalchemy import select

from app.attachments import kinds
from app.attachments.keeping import quota, scanners, stores
from app.attachments.making.process import make_picture
from app.attachments.models import Attachment, FileKind, StoredFile
from app.attachments.policy import Permission
from app.core import clock
from app.core.actor import Actor, NetworkLink
from app.core.db import db, insert_once
from app.core.errors import Invalid
from app.core.permissions import require
from app.networks.models import LearningNetwork

log = logging.getLogger(__name__)

_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
_CHUNK = 2**20
NO_ROOM = (
    "The site cannot keep this file: its disk is full. Nothing that you wrote is lost. Tell whoever keeps the site, and add "
    "it later."
)


@dataclass(frozen=True)
class GivenFile:
    """A file as it was sent, with the name that it has where it came from."""

    file: IO[bytes]
    name: str


@dataclass(frozen=True)
class _Kept:
    """What is to lie in the store."""

    digest: str
    suffix: str
    pieces: tuple[bytes, ...] = field(repr=False)
    width: int = 0
    height: int = 0
    small_width: int = 0

    @property
    def size(self) -> int:
        return sum(map(len, self.pieces))


def add_file(actor: Actor, network: LearningNetwork | NetworkLink, upload: GivenFile) -> Attachment:
    """Keep this picture or file for words that are still to be written. Invalid, in a sentence, for what is not taken, what
    is infected, or when there is no room; then nothing is kept of it.
    """
    require(actor, Permission.ADD, network)
    found = kinds.seen(upload.file, upload.name)
    scanners.current().check(upload.file)
    try:
        kept = _made(upload.file) if found.kind is FileKind.PICTURE else _as_it_is(upload.file, found.suffix)
        stored = _stored(network.network_id, kept)
    except OSError as fault:
        log.exception("a file cannot be kept")
        raise Invalid(NO_ROOM, {"file": [NO_ROOM]}) from fault
    attachment = Attachment(
        network_id=network.network_id,
        file_id=stored.id,
        person_id=actor.person_id,
        token="".join(secrets.choice(_LETTERS) for _ in range(8)),
        kind=found.kind,
        name=kinds.fitting_name(upload.name, found.suffix) if found.kind is FileKind.DOCUMENT else "",
        created_at=clock.now(),
        file=stored,
    )
    db.session.add(attachment)
    db.session.flush()  # its page is asked for at once
    return attachment


def _made(file: IO[bytes]) -> _Kept:
    made = make_picture(file)
    digest = hashlib.sha256(made.large).hexdigest()
    pieces = (made.large, made.small) if made.small else (made.large,)
    return _Kept(digest, made.suffix, pieces, made.width, made.height, made.small_width)


def _as_it_is(file: IO[bytes], suffix: str) -> _Kept:
    file.seek(0)
    held = file.read(kinds.LARGEST_FILE)
    return _Kept(hashlib.sha256(held).hexdigest(), suffix, (held,))


def _stored(network_id: int, kept: _Kept) -> StoredFile:
    """The row of these bytes, and they lie there. They are written before the row is locked, as that may take its time; and
    once more if somebody took the last use of them away meanwhile.
    """
    values = {
        "network_id": network_id,
        "digest": kept.digest,
        "suffix": kept.suffix,
        "size": kept.size,
        "width": kept.width,
        "height": kept.height,
        "small_width": kept.small_width,
        "created_at": clock.now(),
    }
    quota.require_room(network_id, kept.digest, kept.size)
    _write(StoredFile(**values), kept)
    these = select(StoredFile).where(StoredFile.network_id == network_id, StoredFile.digest == kept.digest)
    locked = these.with_for_update(key_share=True).execution_options(populate_existing=True)
    stored = None
    while stored is None:  # whoever takes the last use of it away at this moment takes the row, too
        insert_once(StoredFile, values)
        stored = db.session.scalar(locked)
    _write(stored, kept)
    return stored


def _write(stored: StoredFile, kept: _Kept) -> None:
    for place, held in zip(stored.places, kept.pieces, strict=False):
        if not stores.current().holds(place):
            stores.current().write(place, held)
