"""Forms of the forums."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from flask import request
from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from app.attachments.forms import WithFiles
from app.core.actor import NOBODY, Actor
from app.core.language.spoken import lazy_gettext
from app.core.numbers import names_a_row
from app.core.text.identifiers import identifiers_in
from app.core.text.markdown import LONGEST
from app.forums.kinds import KINDS
from app.forums.naming.writing import newly_named
from app.forums.text_limits import LONGEST_REASON, LONGEST_TITLE
from app.networks.models import LearningNetwork
from app.networks.naming import queries as mentions
from app.web.forms import BaseForm, VersionedForm, text_field, title_field

#: A role that so many hold is told at once; above that it asks first.
MANY = 5


class _Writing(WithFiles):
    """What the forms with a post's text have in common: the preview, and the question about identifiers."""

    body: Any
    identifiers_checked: Any
    validate_on_submit: Any
    status: int
    many_checked: Any
    #: Roles that it names and how many each tells, once asked for.
    tells: Sequence[tuple[str, int]]
    _writes: tuple[Actor, int, str] = (NOBODY, 0, "")
    #: What looks like a student's identifier, once asked for.
    suspects: Sequence[str]

    @property
    def previewing(self) -> bool:
        """Whether the plain Preview button was pressed; nothing is published then."""
        return request.method == "POST" and "preview" in request.form

    def may_go(self, network: LearningNetwork) -> bool:
        """Whether what was sent is to be carried out. A preview is not, nor a form that brings a file: that is kept, and the
        form is shown again with it.
        """
        if not self.previewing and self.adding:
            self.take_in(network)
        elif not self.previewing:
            return bool(self.validate_on_submit())
        return False

    @property
    def shown_as(self) -> int:
        """The status of the page that shows the form; what was kept with it is kept only by an answer without a fault."""
        return 200 if self.previewing or self.added else self.status

    def ask_what_is_left(self) -> bool:
        """Both questions at once, so that nobody publishes three times."""
        return all([self.ask_about_identifiers(), self.ask_about_pictures(), self.ask_about_many()])

    def asks_of(self, reader: Actor, network_id: int, before: str = "") -> Self:
        """Who writes, and where; and what stood there `before`: whom that named is not told again."""
        self._writes = (reader, network_id, before)
        return self

    def ask_about_many(self) -> bool:
        """False while a role is named that many hold, and nobody has said that they should all be told."""
        reader, network_id, before = self._writes
        named = sorted(newly_named(before, self.body.data or ""))
        roles = [who for who, _, network in (ref[1:].partition(":") for ref in named) if network == str(network_id)]
        told = {role: mentions.holders_of(network_id, role, reader) for role in roles if role in mentions.NAMED_ROLES}
        self.tells = [(mentions.NAMED_ROLES[role][1], many) for role, many in told.items() if many > MANY]
        return not self.tells or bool(self.many_checked.data)

    def ask_about_identifiers(self) -> bool:
        """False while something looks like an identifier and nobody has confirmed that it is none."""
        self.suspects = identifiers_in(f"{self.body.data or ''}\n{self.names_of_files}")
        return not self.suspects or bool(self.identifiers_checked.data)


class PostForm(_Writing, BaseForm):
    """A reply."""

    makes_new = True
    suspects: Sequence[str] = ()
    tells: Sequence[tuple[str, int]] = ()
    body = text_field(lazy_gettext("Your reply"), longest=LONGEST)
    as_moderator = BooleanField(lazy_gettext("Speak as moderator: the post shows a badge"))
    important = BooleanField(lazy_gettext("Mark as important"))
    identifiers_checked = BooleanField(lazy_gettext("None of these identifies a student: publish it as it is"))
    many_checked = BooleanField(lazy_gettext("Tell them all"))
    #: The id of the post it answers.
    to = HiddenField()
    #: Where to go when it is published, if not to the discussion: the page of a topic or an issue.
    back = HiddenField()

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate(extra_validators) and self.ask_what_is_left()

    @property
    def answered(self) -> int | None:
        text = self.to.data or ""
        return int(text) if names_a_row(text) else None

    @property
    def way_back(self) -> str:
        """A path of this site, or nothing: a foreign address is never followed."""
        path = self.back.data or ""
        safe = path.startswith("/") and not path.startswith("//") and path.isprintable() and "\\" not in path
        return path if safe else ""


class StartForm(PostForm):
    """A new discussion: its title and its first post."""

    title = title_field(
        lazy_gettext("Title"), description=lazy_gettext("What it is about, in a few words."), longest=LONGEST_TITLE
    )
    body = text_field(lazy_gettext("Your post"), longest=LONGEST)


class EditForm(_Writing, VersionedForm):
    """New words for a post."""

    suspects: Sequence[str] = ()
    tells: Sequence[tuple[str, int]] = ()
    body = text_field(lazy_gettext("Your post"), longest=LONGEST)
    identifiers_checked = BooleanField(lazy_gettext("None of these identifies a student: save it as it is"))
    many_checked = BooleanField(lazy_gettext("Tell them all"))

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate(extra_validators) and self.ask_what_is_left()


class PostReasonForm(BaseForm):
    """Why a post is hidden or removed."""

    reason = StringField(
        lazy_gettext("Reason"),
        description=f"Everybody who reads here will see it. At most {LONGEST_REASON:,} characters.",
        validators=[InputRequired(lazy_gettext("Please say why."))],
    )


class OrderForm(BaseForm):
    """A moderator puts a discussion in order."""

    title = title_field(lazy_gettext("Title"), longest=LONGEST_TITLE)
    kind = SelectField(lazy_gettext("Forum"), choices={slug: kind.called for slug, kind in KINDS.items()})
    pinned = BooleanField(lazy_gettext("Pinned: it stays at the top of its forum"))
    locked = BooleanField(lazy_gettext("Locked: nobody adds to it, and its posts are not changed"))
    lock_reason = StringField(
        lazy_gettext("Why it is locked"), description=lazy_gettext("Everybody who reads it will see it.")
    )
    reopens_on = DateField(
        lazy_gettext("Opens again on"),
        description=lazy_gettext("Leave it empty to keep it locked until somebody opens it."),
        validators=[Optional()],
    )
