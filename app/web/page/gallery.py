"""Every component in every state on one page, for those who build pages. Only in debug and in tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, Flask, render_template, request
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3; the types lag

from app.core import clock
from app.core.errors import Conflict, Invalid
from app.web.actor import public
from app.web.forms import BaseForm, text_field, title_field
from config import Settings

blueprint = Blueprint("gallery", __name__, url_prefix="/dev")

LOOP = (
    ("raised", "Raised", "the moderator"),
    ("discussed", "Discussed", "the moderator"),
    ("prioritised", "Prioritised", "the vote, open until 29 June"),
    ("agreed", "Intervention agreed", "the module team chair"),
    ("live", "Live", "S215 Module Team Member 3"),
    ("measured", "Measured", "the data wrangler"),
    ("replied", "Replied", "the module team chair"),
)
CYCLE = ("Reconnaissance", "Priming", "Workshop", "Prioritised", "Intervening", "Observing", "Reflecting", "Closed")


@dataclass(frozen=True)
class GalleryStep:
    """What the loop ribbon is told about one step."""

    key: str
    label: str
    state: str
    at: date | None = None
    age: str = ""
    waits_for: str | None = None


class SampleForm(BaseForm):
    title = title_field("Title", description="A few words that a colleague would search for.")
    statement = text_field("What do students find hard?")
    presentation = SelectField("Presentation", choices=[SelectChoice("17J", "17J, October 2017"), SelectChoice("18J")])
    kind = RadioField("Kind", choices=[SelectChoice(kind) for kind in ("Video", "Quiz", "Rewrite")], default="Quiz")
    share = StringField("How much", description="In percentage points.")
    critical = BooleanField("This date is critical", description="Critical dates are mailed at once; the rest waits.")


def sample_steps(done: int) -> list[GalleryStep]:
    """A loop with its first `done` steps behind it."""
    began = date(2017, 5, 24)
    steps = []
    for place, (key, label, waits_for) in enumerate(LOOP):
        if place < done:
            steps.append(GalleryStep(key, label, "done", at=began + timedelta(days=31 * place)))
        elif place == done:
            steps.append(GalleryStep(key, label, "present", age="12 days", waits_for=waits_for))
        else:
            steps.append(GalleryStep(key, label, "ahead"))
    return steps


def _form(*, wrong: bool) -> SampleForm:
    form = SampleForm(
        formdata=None, data={"title": "Curly arrows", "statement": "They draw the arrow from the charge."}
    )
    if wrong:
        form.share.data = "a lot"
        form.fault = Invalid("A prediction needs a number before the presentation starts.")
        form.share.errors = ["Please give a number, such as 6 or 2.5."]
        form.kind.errors = ["Please choose one."]
        form.conflict = Conflict(
            "Dilys saved this two minutes ago.", {"title": "Curly arrows: from copying to working out"}
        )
    return form


@blueprint.get("/components")
@public
def components() -> ResponseReturnValue:
    """The gallery. `?part=` shows one of its three sheets."""
    part = request.args.get("part", "words")
    return render_template(
        "dev/components.html",
        part=part if part in {"words", "forms", "lists"} else "words",
        steps=sample_steps,
        stages=[(word.lower(), word) for word in CYCLE],
        now_moment=clock.now(),
        today=clock.today(),
        sound=_form(wrong=False),
        faulty=_form(wrong=True),
    )


@blueprint.get("/errors")
@public
def errors() -> ResponseReturnValue:
    """An error page as it looks, with a text that was typed: `?status=409`."""
    status = request.args.get("status", 404, type=int)
    typed = [("body", "What I typed, and do not want to lose.")] if status in {400, 401, 409} else []
    message, help_text = "The vote on this topic is closed.", "The moderator can open another round."
    return render_template("errors/page.html", status=status, message=message, help=help_text, typed=typed)


def init_app(app: Flask, settings: Settings) -> None:
    """Register the gallery, unless people could stumble on it."""
    if settings.debug or settings.testing:
        app.register_blueprint(blueprint)
