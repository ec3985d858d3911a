"""Forms of moderation: each asks for its reason."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired

from app.forums.kinds import KINDS
from app.forums.text_limits import LONGEST_REASON, LONGEST_TITLE
from app.web.forms import BaseForm


def _reason(hint: str) -> StringField:
    return StringField(
        "Reason",
        description=f"{hint} At most {LONGEST_REASON:,} characters.",
        validators=[InputRequired("Please say why.")],
    )


class SplitForm(BaseForm):
    """Where the chosen posts go. The posts are ticked beside it."""

    title = StringField("Title of the new discussion", description=f"At most {LONGEST_TITLE} characters.")
    into = SelectField("Or into a discussion that is there", coerce=str)
    rest = BooleanField("And everything after the last of these")
    reason = _reason("Whoever wrote one of these posts will see it.")


class MergeDiscussionForm(BaseForm):
    """Into which discussion all posts go."""

    into = SelectField("Into", coerce=str, validators=[InputRequired("Please choose a discussion.")])
    reason = _reason("Whoever wrote in this discussion will see it.")


class SeveralForm(BaseForm):
    """What is done to several discussions of a forum at once."""

    what = RadioField(
        "What to do with them",
        choices={
            "lock": "Lock: nobody adds to them",
            "unlock": "Open again",
            "pin": "Pin: they stay at the top of their forum",
            "unpin": "Pin no longer",
            "move": "Move to another forum",
            "merge": "Merge into the one that was begun first",
        },
        validators=[InputRequired("Please choose what to do.")],
    )
    kind = SelectField("To this forum, if you move them", choices={slug: kind.called for slug, kind in KINDS.items()})
    reason = _reason("It stands in the log.")
