"""Pictures and files. What lies in the store is one thing, who added it to which words another: equal bytes lie there once."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Model, key, points_to
from app.core.personal_data import Erasure, Personal


class FileKind(StrEnum):
    #: Shown in the text.
    PICTURE = "picture"
    #: Only ever a download.
    DOCUMENT = "document"


class StoredFile(Model):
    """Bytes in the store, once in each network: whether another network holds them, nobody can find out."""

    __tablename__ = "stored_file"
    __table_args__ = (UniqueConstraint("network_id", "digest"),)

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id", index=False)
    #: SHA-256 of what lies there, which of a picture is what was made of it and not what was sent.
    digest: Mapped[str]
    #: With the full stop: it says of what kind the bytes are (app/attachments/kinds.py).
    suffix: Mapped[str]
    #: Bytes in all, the smaller picture among them.
    size: Mapped[int]
    width: Mapped[int] = mapped_column(default=0)
    height: Mapped[int] = mapped_column(default=0)
    #: Of the smaller picture; 0 where there is none, because the picture is small.
    small_width: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]

    @property
    def place(self) -> str:
        return f"{self.network_id}/{self.digest}{self.suffix}"

    @property
    def small_place(self) -> str:
        return f"{self.network_id}/{self.digest}-480{self.suffix}"

    @property
    def places(self) -> tuple[str, ...]:
        """Everything that lies in the store of it."""
        return (self.place, self.small_place) if self.small_width else (self.place,)


class Attachment(Model):
    """A picture or a file that somebody added. Without a subject it waits for its words, and only they see it."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_subject_kind_subject_id", "subject_kind", "subject_id"),)

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id")
    file_id: Mapped[int] = points_to("stored_file.id")
    person_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "pictures and files that you added",
            words=("alt", "name"),
            facts=("kind", "created_at"),
            erasure=Erasure.DELETE,
        ),
    )
    #: In the text (`[picture k3f5x2ab]`) and in its address.
    token: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[FileKind]
    #: What a document is called. A picture's name is not kept: phones and tutors put much into it.
    name: Mapped[str] = mapped_column(default="")
    #: What the picture shows, in its owner's words.
    alt: Mapped[str] = mapped_column(default="")
    #: The text around it says already what it shows.
    said_in_text: Mapped[bool] = mapped_column(default=False)
    #: The words that it belongs to (app/attachments/places.py).
    subject_kind: Mapped[str | None]
    subject_id: Mapped[int | None]
    created_at: Mapped[datetime]
    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")
