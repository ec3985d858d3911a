"""What forms with a text that may hold pictures and files have in common. Without a script the file comes with the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask import request
from flask_wtf.file import FileField
from wtforms import BooleanField

from app.attachments import queries, services
from app.attachments.models import Attachment, FileKind
from app.attachments.services import Described, GivenFile
from app.core.actor import NetworkLink
from app.core.text.identifiers import identifiers_in
from app.core.text.pictures import tokens_in
from app.networks.models import LearningNetwork
from app.web.actor import actor


class WithFiles:
    """Beside BaseForm, for a form with such texts. The page shows `files_field(form, slug)` below its editors."""

    #: Its texts, by the names of their fields; a file that comes without a script is named in the first.
    texts: ClassVar[tuple[str, ...]] = ("body",)
    attempt: Any
    file = FileField("Add a picture or a file")
    undescribed_checked = BooleanField("Publish it without saying what it shows")
    #: A file came with the form and is kept: nothing is published before it has been seen on the page.
    added = False
    #: Of what came with the form: what in the file's name looks like a student's identifier.
    names_that_say: Mapping[str, Sequence[str]] = {}
    #: Pictures in the text of which nobody has said what they show, once that was asked.
    undescribed: Sequence[Attachment] = ()

    @property
    def adding(self) -> bool:
        """Whether a file came along, with whatever button."""
        sent = request.files.get("file") if request.method == "POST" else None
        return sent is not None and bool(sent.filename)

    @property
    def text_fields(self) -> list[Any]:
        return [self[name] for name in self.texts]  # type: ignore[index]

    @property
    def text(self) -> str:
        """All of its texts."""
        return "\n\n".join(field.data or "" for field in self.text_fields)

    def take_in(self, network: LearningNetwork | NetworkLink) -> None:
        """Keep the file, and name it at the end of the text. What cannot be taken is said at the field."""
        sent = request.files["file"]
        given = GivenFile(sent.stream, sent.filename or "")
        if found := self.attempt(lambda: services.add_file(actor(), network, given)):
            kind = "picture" if found.kind is FileKind.PICTURE else "file"
            self.names_that_say = {found.token: identifiers_in(given.name)}
            first = self.text_fields[0]
            first.data = f"{first.data or ''}\n\n[{kind} {found.token}]\n".lstrip("\n")
            self.added = True

    @property
    def cards(self) -> Sequence[Attachment]:
        """The writer's own pictures and files that stand in the text."""
        tokens = tokens_in(self.text)
        return queries.own_of(tokens, seen_by=actor()) if tokens else ()

    def said_of(self, token: str) -> Described | None:
        """What was typed about it into this form; None if the form had no fields for it."""
        if (
            request.method != "POST"
            or not {f"{what}-{token}" for what in ("alt", "said", "name")} & request.form.keys()
        ):
            return None
        told = request.form
        return Described(told.get(f"alt-{token}", ""), f"said-{token}" in told, told.get(f"name-{token}", ""))

    def describe(self, network_id: int) -> None:
        """Keep what was said of the pictures and files; before their words are published, in the same attempt."""
        said = {token: self.said_of(token) for token in tokens_in(self.text)}
        services.describe(actor(), network_id, {token: each for token, each in said.items() if each})

    def ask_about_pictures(self) -> bool:
        """False while a picture says nothing to whoever cannot see it, and its owner has not said that this is meant."""
        self.undescribed = [each for each in self.cards if self._says_nothing(each)]
        return not self.undescribed or bool(self.undescribed_checked.data)

    def _says_nothing(self, each: Attachment) -> bool:
        said = self.said_of(each.token) or Described(each.alt, each.said_in_text)
        return each.kind is FileKind.PICTURE and not said.alt.strip() and not said.said_in_text

    @property
    def names_of_files(self) -> str:
        """What the documents in the text are called: a name may name a student, too."""
        names = ((self.said_of(each.token) or Described(name=each.name)).name for each in self.cards if each.name)
        return "\n".join(names)
