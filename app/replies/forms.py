"""Forms of a reply."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3; the types lag
from wtforms.validators import InputRequired, Length

from app.actions.models import Action
from app.core.errors import Invalid
from app.core.language.spoken import gettext, lazy_gettext
from app.core.numbers import names_a_row
from app.core.text.words import day
from app.replies.models import LoopReply, ReplyStatus
from app.replies.queries import Prefill
from app.replies.services import ReplyWords
from app.texts.forms import WithText
from app.web.forms import BaseForm, VersionedForm, text_field

NO_ACTION = ""


class ReplyForm(WithText, VersionedForm):
    """The words of a reply. Call `offer` before use: the actions to choose from depend on what is answered."""

    makes_new = True
    texts = ("we_did", "you_said")
    you_said = text_field(
        lazy_gettext("You said"), description=lazy_gettext("What was raised, in the words of those who raised it.")
    )
    became = RadioField(
        lazy_gettext("What became of it"),
        choices=[
            SelectChoice(ReplyStatus.DONE.value, "Done"),
            SelectChoice(ReplyStatus.IN_PROGRESS.value, lazy_gettext("In progress")),
            SelectChoice(ReplyStatus.WILL_NOT_DO.value, lazy_gettext("No, because…")),
        ],
        validators=[InputRequired(lazy_gettext("Please say what became of it."))],
    )
    we_did = text_field(
        lazy_gettext("What we did, are doing, or why not"),
        description=lazy_gettext(
            "“No, because…” is a full reply. Say “before and after” or “associated with”, not “caused”."
        ),
    )
    action_id = SelectField(
        lazy_gettext("The action that makes it happen"),
        description=lazy_gettext("Needed where it is in progress."),
        validate_choice=True,
    )
    action_named = StringField(
        lazy_gettext("Or, if it is not in the register: who does what by when"),
        validators=[Length(max=300, message=lazy_gettext("At most 300 characters."))],
    )

    def offer(self, actions: Sequence[Action]) -> None:
        named = [
            SelectChoice(
                str(each.id),
                gettext(
                    "Action %(number)s: %(title)s, due %(due_on)s",
                    number=each.number,
                    title=each.title,
                    due_on=day(each.due_on),
                ),
            )
            for each in actions
        ]
        self.action_id.choices = [SelectChoice(NO_ACTION, gettext("None of the register")), *named]

    def begin_with(self, prefill: Prefill) -> None:
        self.you_said.data, self.we_did.data = prefill.you_said, prefill.we_did
        self.became.data = prefill.status.value
        self.action_id.data = str(prefill.action_id or NO_ACTION)

    def show(self, reply: LoopReply) -> None:
        self.you_said.data, self.we_did.data = reply.you_said_md, reply.we_did_md
        self.became.data = reply.status.value
        self.action_id.data = str(reply.action_id or NO_ACTION)
        self.action_named.data = reply.action_named or ""
        self.version.data = str(reply.version)

    def words(self) -> ReplyWords:
        chosen = self.action_id.data or NO_ACTION
        return ReplyWords(
            you_said_md=self.you_said.data or "",
            we_did_md=self.we_did.data or "",
            status=ReplyStatus(self.became.data),
            action_id=int(chosen) if names_a_row(chosen) else None,
            action_named=self.action_named.data or "",
        )


class ReplyStepForm(VersionedForm):
    """A button that acts on the reply as it was read."""

    def expect_sound(self) -> None:
        if not self.validate_on_submit():
            raise Invalid(
                gettext("This button was pressed on an old page."), help_text=gettext("Open the reply again.")
            )


class SendReplyBackForm(BaseForm):
    reason = TextAreaField(
        lazy_gettext("What should change"),
        validators=[
            InputRequired(lazy_gettext("Please say what should change.")),
            Length(max=2000, message=lazy_gettext("At most 2,000 characters.")),
        ],
    )
