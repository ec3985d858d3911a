"""What forms have in common whose texts name people and hold pictures and files: the preview, and what is asked once before
they go.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar, Self, TypeVar

from flask import request
from wtforms import BooleanField

from app.attachments.forms import WithFiles
from app.core.actor import NOBODY, Actor, NetworkLink
from app.core.language.spoken import lazy_gettext
from app.core.text.identifiers import identifiers_in
from app.networks.models import LearningNetwork
from app.networks.naming import queries as mentions
from app.texts.services import newly_named

T = TypeVar("T")

#: A role that so many hold is told at once; above that it asks first.
MANY = 5


class AsksAboutIdentifiers:
    """Beside BaseForm, for what many read: what looks like a student's identifier is asked about once. The page shows
    texts/_asked.html above its fields.
    """

    identifiers_checked = BooleanField(lazy_gettext("None of these identifies a student: publish it as it is"))
    #: Which of its fields are looked at.
    looked_at: ClassVar[tuple[str, ...]] = ("title",)
    #: What looks like a student's identifier, once asked for.
    suspects: Sequence[str] = ()
    #: Roles that it names and how many each tells, once asked for.
    tells: Sequence[tuple[str, int]] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        return bool(super().validate(extra_validators)) and self.ask_what_is_left()  # type: ignore[misc]

    def ask_what_is_left(self) -> bool:
        return self.ask_about_identifiers()

    def ask_about_identifiers(self, *more: str) -> bool:
        """False while something looks like an identifier and nobody has confirmed that it is none."""
        lines = (self[name].data or "" for name in self.looked_at if name in self)  # type: ignore[index,operator]
        self.suspects = identifiers_in("\n".join([*lines, *more]))
        return not self.suspects or bool(self.identifiers_checked.data)


class WithText(AsksAboutIdentifiers, WithFiles):
    """Beside BaseForm. `texts` names its fields; the page shows texts/_asked.html above them and texts/_previewed.html."""

    validate_on_submit: Any
    status: int
    many_checked = BooleanField(lazy_gettext("Tell them all"))
    _writes: tuple[Actor, int, str] = (NOBODY, 0, "")

    @property
    def previewing(self) -> bool:
        """Whether the plain Preview button was pressed; nothing is published then."""
        return request.method == "POST" and "preview" in request.form

    def may_go(self, network: LearningNetwork | NetworkLink) -> bool:
        """Whether what was sent is to be carried out. A preview is not, nor a form that brings a file: that is kept, and the
        form is shown again with it.
        """
        if not self.previewing and self.adding:
            self.take_in(network)
        elif not self.previewing:
            return bool(self.validate_on_submit())
        return False

    def publish(self, network: LearningNetwork | NetworkLink, call: Callable[[], T], *subject: Any) -> T | None:
        """`attempt`, and with it what was said of the pictures and files."""

        def described() -> T:
            self.describe(network.network_id)
            return call()

        made: T | None = self.attempt(described, *subject)
        return made

    def publishes(self, network: LearningNetwork | NetworkLink, call: Callable[[], object], *subject: Any) -> bool:
        """The same for a call that answers nothing: whether it went through."""

        def done() -> bool:
            call()
            return True

        return bool(self.publish(network, done, *subject))

    @property
    def shown_as(self) -> int:
        """The status of the page that shows the form; what was kept with it is kept only by an answer without a fault."""
        return 200 if self.previewing or self.added else self.status

    def ask_what_is_left(self) -> bool:
        """All questions at once, so that nobody publishes three times."""
        asked = self.ask_about_identifiers(self.text, self.names_of_files)
        return all([asked, self.ask_about_pictures(), self.ask_about_many()])

    def asks_of(self, reader: Actor, network_id: int, before: str = "") -> Self:
        """Who writes, and where; and what stood there `before`: whom that named is not told again."""
        self._writes = (reader, network_id, before)
        return self

    def ask_about_many(self) -> bool:
        """False while a role is named that many hold, and nobody has said that they should all be told."""
        reader, network_id, before = self._writes
        named = sorted(newly_named(before, self.text))
        roles = [who for who, _, network in (ref[1:].partition(":") for ref in named) if network == str(network_id)]
        told = {role: mentions.holders_of(network_id, role, reader) for role in roles if role in mentions.NAMED_ROLES}
        self.tells = [(mentions.NAMED_ROLES[role][1], many) for role, many in told.items() if many > MANY]
        return not self.tells or bool(self.many_checked.data)
