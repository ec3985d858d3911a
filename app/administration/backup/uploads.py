"""Pictures and files of posts in a backup: all that lies in their store under a name of theirs, wherever that is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.administration.backup.archive import UPLOADED
from app.attachments.keeping import stores
from app.attachments.keeping.stores import FileStore
from config import Settings

#: How members of a backup begin that are of the store.
FOLDER = "uploads"


def store_of(settings: Settings) -> FileStore:
    """Where this site keeps them."""
    return stores.named_by(settings.files_store, settings.data_dir / "files")


def uploaded(store: FileStore) -> Iterator[tuple[str, bytes]]:
    """Name in a backup and bytes of each. They never change; one that goes meanwhile is of words that went."""
    for lying in store.all():
        name = f"{FOLDER}/{lying.place}"
        if UPLOADED.fullmatch(name):
            try:
                with store.open(lying.place) as file:
                    held = file.read()
            except FileNotFoundError:
                continue
            yield name, held


def put_uploads(unpacked: Path, store: FileStore) -> None:
    """Keep those of a backup here. What lies here under a name already is the same."""
    root = unpacked / FOLDER
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        for path in sorted(folder.iterdir()):
            place = f"{folder.name}/{path.name}"
            if not store.holds(place):
                store.write(place, path.read_bytes())
