"""The forms of voting. Their choices are fields of the paper, not of the form: see ballot_paper.py."""

from __future__ import annotations

from uuid import uuid4

from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired

from app.core.errors import Conflict
from app.core.language.spoken import gettext, lazy_gettext
from app.core.numbers import names_a_row
from app.web.forms import BaseForm


class RoundVoteForm(BaseForm):
    """Carries the number of the round that was shown, so that a page from before does not vote in the next."""

    round = HiddenField()

    @property
    def seen_round(self) -> int:
        """The number of that round; Conflict for a form that does not say it, which may be of any page."""
        text = str(self.round.data or "")
        if not names_a_row(text):
            raise Conflict(
                gettext("This page does not say which round it was made for."),
                help_text=gettext("Look at it once more."),
            )
        return int(text)

    def now_seen(self, number: int) -> None:
        """After a conflict was shown: sending it again is a decision, and counts in the present round."""
        self.round.data = str(number)


class BallotForm(RoundVoteForm):
    command_key = HiddenField(default=lambda: uuid4().hex)


class DotBudgetForm(RoundVoteForm):
    dots = IntegerField(
        lazy_gettext("Dots for each person"),
        description=lazy_gettext("What is given stays. It cannot become fewer than somebody has given."),
        validators=[InputRequired(lazy_gettext("Give a number."))],
    )
