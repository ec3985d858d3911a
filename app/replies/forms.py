"""Forms of a reply."""

from __future__ import annotations

from collections.abc import Sequence

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3; the types lag
from wtforms.validators import InputRequired, Length

from app.actions.models import Action
from app.core.errors import Invalid
from app.core.numbers import names_a_row
from app.core.text.words import day
from app.replies.models import LoopReply, ReplyStatus
from app.replies.queries import Prefill
from app.replies.services import ReplyWords
from app.web.forms import BaseForm, VersionedForm, text_field

NO_ACTION = ""


class ReplyForm(VersionedForm):
    """The words of a reply. Call `offer` before use: the actions to choose from depend on what is answered."""

    makes_new = True
    you_said = text_field("You said", description="What was raised, in the words of those who raised it.")
    became = RadioField(
        "What became of it",
        choices=[
            SelectChoice(ReplyStatus.DONE.value, "Done"),
            SelectChoice(ReplyStatus.IN_PROGRESS.value, "In progress"),
            SelectChoice(ReplyStatus.WILL_NOT_DO.value, "No, because…"),
        ],
        validators=[InputRequired("Please say what became of it.")],
    )
    we_did = text_field(
        "What we did, are doing, or why not",
        description="“No, because…” is a full reply. Say “before and after” or “associated with”, not “caused”.",
    )
    action_id = SelectField(
        "The action that makes it happen", description="Needed where it is in progress.", validate_choice=True
    )
    action_named = StringField(
        "Or, if it is not in the register: who does what by when",
        validators=[Length(max=300, message="At most 300 characters.")],
    )

    def offer(self, actions: Sequence[Action]) -> None:
        named = [
            SelectChoice(str(each.id), f"Action {each.number}: {each.title}, due {day(each.due_on)}")
            for each in actions
        ]
        self.action_id.choices = [SelectChoice(NO_ACTION, "None of the register"), *named]

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
            raise Invalid("This button was pressed on an old page.", help_text="Open the reply again.")


class SendReplyBackForm(BaseForm):
    reason = TextAreaField(
        "What should change",
        validators=[
            InputRequired("Please say what should change."),
            Length(max=2000, message="At most 2,000 characters."),
        ],
    )
