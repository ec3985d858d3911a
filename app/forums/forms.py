"""Forms of the forums."""

from __future__ import annotations

from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from app.core.language.spoken import lazy_gettext
from app.core.numbers import names_a_row
from app.core.text.markdown import LONGEST
from app.forums.kinds import KINDS
from app.forums.text_limits import LONGEST_REASON, LONGEST_TITLE
from app.texts.forms import WithText
from app.web.forms import BaseForm, VersionedForm, text_field, title_field


class PostForm(WithText, BaseForm):
    """A reply."""

    makes_new = True
    body = text_field(lazy_gettext("Your reply"), longest=LONGEST)
    as_moderator = BooleanField(lazy_gettext("Speak as moderator: the post shows a badge"))
    important = BooleanField(lazy_gettext("Mark as important"))
    #: The id of the post it answers.
    to = HiddenField()
    #: Where to go when it is published, if not to the discussion: the page of a topic or an issue.
    back = HiddenField()

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


class EditForm(WithText, VersionedForm):
    """New words for a post."""

    body = text_field(lazy_gettext("Your post"), longest=LONGEST)
    identifiers_checked = BooleanField(lazy_gettext("None of these identifies a student: save it as it is"))


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
