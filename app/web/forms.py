"""The base of every form: what was typed is kept, a fault is shown beside its field, a replay does nothing."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from flask import g, request
from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField, TimeField
from wtforms.validators import DataRequired, InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.core import clock
from app.core.concurrency.versions import UNSAID
from app.core.db import came_second, db
from app.core.errors import Conflict, Invalid, Unsaid
from app.core.language.spoken import gettext, lazy_gettext
from app.core.numbers import names_a_row
from app.core.text.markdown import LONGEST
from app.core.text.signs import on_one_line, stated, tidied
from app.core.text.tokens import without_names

T = TypeVar("T")

AT_ONCE = lazy_gettext("Somebody else changed this at the same moment.")


def stripped(text: str | None) -> str | None:
    """One kind of line end, so that limits count what a person typed; no control characters, no outer space;
    and of whom it names the tokens alone.
    """
    # Exactly str: a word of an enumeration is a str as well, and would come back as a mere string.
    return without_names(stated(text)) if type(text) is str else text


def new_form_key() -> str:
    """Makes a form that is shown once count once: a form without one is accepted as often as it is sent."""
    return secrets.token_urlsafe(12)


def as_pasted(text: str | None) -> str | None:
    """Of a pasted table: space at its beginning is an empty cell, and its lines are counted."""
    return tidied(text) if type(text) is str else text


def one_line(text: str | None) -> str | None:
    return on_one_line(text) if type(text) is str else text


class PastedField(TextAreaField):
    """A table or a list as it was pasted."""


class BaseForm(FlaskForm):
    """Validate, call one verb, redirect:

    if form.validate_on_submit() and (topic := form.attempt(lambda: raise_topic(...))):
        return redirect(...)
    return render_template(...), form.status
    """

    form_key = HiddenField(default=new_form_key)

    #: Each sending makes a new thing. Whoever comes back to the page and sends it again with other words is told first
    #: what the first sending led to: they rarely mean a second one.
    makes_new: ClassVar[bool] = False
    #: Where an earlier sending of this very form led, if there was one.
    led_to = ""
    #: Set when somebody else was quicker: what stands now, for the page to show beside what was typed.
    conflict: Conflict | None = None
    #: The database let another request through that came at the same moment. Said on every page by `form_errors`.
    raced = False
    #: A fault that belongs to no single field.
    fault: Invalid | None = None

    class Meta:
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            kind = unbound_field.field_class
            short = issubclass(kind, StringField) and not issubclass(kind, TextAreaField)
            if short or issubclass(kind, (TextAreaField, SelectField)):
                # Whoever writes from right to left sees it so while writing, and names stand so in what is chosen from.
                unbound_field.kwargs["render_kw"] = {"dir": "auto"} | (unbound_field.kwargs.get("render_kw") or {})
            filters = [
                as_pasted if issubclass(kind, PastedField) else stripped,
                *([one_line] if short else []),
                *unbound_field.kwargs.get("filters", []),
            ]
            return unbound_field.bind(form=form, filters=filters, **options)

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if self.makes_new and not request.form.get("version"):
            self.led_to = g.get("form_led_to", "")
            g.form_makes_new = not self.led_to
            if self.led_to:  # and whoever sends it once more has read that
                self.form_key.data, self.form_key.raw_data = new_form_key(), None
        return not self.led_to

    @property
    def status(self) -> int:
        """The answer's status when the form is shown: 200 on a GET, 422 for a fault, 409 for a conflict, 400 for a form that
        does not say what it was made for.
        """
        if isinstance(self.conflict, Unsaid):
            return 400
        if self.conflict or self.led_to:
            return 409
        return 422 if request.method == "POST" else 200

    def attempt(self, call: Callable[[], T]) -> T | None:
        """Call a service. Faults and conflicts are put on the form, and nothing of the call stays."""
        try:
            with db.session.begin_nested():
                return call()
        except Invalid as invalid:
            self._show(invalid)
        except Conflict as conflict:
            self.conflict = conflict
        except StaleDataError:
            self.raced = True
        except IntegrityError as fault:
            if not came_second(fault):
                raise
            self.raced = True
        if self.raced:
            self.conflict = Conflict(AT_ONCE)
        return None

    def succeeds(self, call: Callable[[], object], *subject: Any) -> bool:
        """The same for a call that answers nothing: whether it went through."""

        def done() -> bool:
            call()
            return True

        return bool(self.attempt(done, *subject))

    def _show(self, invalid: Invalid) -> None:
        loose = [fault for name, faults in invalid.fields.items() if name not in self for fault in faults]
        for name, faults in invalid.fields.items():
            if name in self:
                self[name].errors = [*self[name].errors, *faults]
        if loose or not invalid.fields:
            self.fault = Invalid(" ".join([invalid.message, *loose]), invalid.fields)


class PlainForm(BaseForm):
    """A button: its token and key, and nothing to fill in."""


class VersionedForm(BaseForm):
    """For editing what is there: carries the version that the editor saw."""

    version = HiddenField()

    @property
    def seen_version(self) -> int | None:
        text = str(self.version.data or "")
        return int(text) if names_a_row(text) else None

    @property
    def page_version(self) -> int:
        """The same where the page always carries one: a form without it may be of any page, and is refused as such."""
        # As it was sent: a form that is filled with the present version has that where nothing was.
        seen = self.seen_version if self.version.raw_data else None
        return UNSAID if seen is None else seen

    def attempt(self, call: Callable[[], T], subject: Any = None) -> T | None:
        """As of every form. `subject` is what is edited: after a conflict the form is of what stands now."""
        made = super().attempt(call)
        if self.conflict and subject is not None:
            self.now_seen(subject.version)
        return made

    def now_seen(self, version: int) -> None:
        """After a conflict has been shown: sending the form again is a decision, and is taken."""
        self.version.data = str(version)
        self.version.raw_data = None


def title_field(label: str, *, description: str = "", longest: int = 160) -> StringField:
    return StringField(
        label,
        description=description,
        validators=[
            DataRequired(gettext("Please fill this in.")),
            Length(max=longest, message=gettext("At most %(longest)s characters.", longest=longest)),
        ],
    )


def email_field(label: str, description: str = "") -> StringField:
    """An address as it is typed or pasted; the services read it."""
    validators = [InputRequired(gettext("Please fill this in.")), Length(max=320)]
    return StringField(label, description=description, validators=validators)


def text_field(label: str, *, description: str = "", required: bool = True, longest: int = LONGEST) -> TextAreaField:
    """A Markdown text of at most `longest` characters."""
    too_long = gettext(
        "This is longer than %(longest)s characters. Please shorten it; nothing you typed is lost.",
        longest=f"{longest:,}",
    )
    length = Length(max=longest, message=too_long)
    length.field_flags = {}  # no maxlength: a browser would cut what is pasted without a word
    checks: list[Any] = [length]
    if required:
        checks.insert(0, DataRequired(gettext("Please write something here.")))
    return TextAreaField(label, description=description, validators=checks)


def pasted_field(label: str, *, description: str, longest: int) -> PastedField:
    """A pasted table of at most `longest` characters; nothing of it is required, as a file may be sent instead."""
    too_long = gettext(
        "This is longer than %(longest)s characters. Please paste it in parts; nothing you typed is lost.",
        longest=f"{longest:,}",
    )
    length = Length(max=longest, message=too_long)
    length.field_flags = {}  # no maxlength: a browser would cut what is pasted without a word
    return PastedField(label, description=description, validators=[length])


class MadeForForm(BaseForm):
    """Carries what it was made for, where that is known by something else than a version: it may have changed since."""

    made_for = HiddenField()

    @property
    def seen(self) -> str | int:
        # As it was sent: a form that is filled with what stands has that where nothing was.
        return (self.made_for.data if self.made_for.raw_data else None) or UNSAID

    def made_anew(self) -> None:
        """As it stands, by what the form was filled with. After a conflict has been shown, sending it again is a decision."""
        self.made_for.data, self.made_for.raw_data = self.made_for.object_data, None


class LocalTimeField(TimeField):
    """A time of day by the site's clock, whose label says which that is: Time (UK)."""

    def __init__(self, label: str, validators: Any = None, **more: Any) -> None:
        super().__init__(f"{label} ({clock.place()})", validators, **more)


class CheckboxesField(SelectMultipleField):
    """Several of a list, each with its own tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
