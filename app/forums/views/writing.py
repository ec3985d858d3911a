"""How a text will look, for every editor of the site."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.attachments import queries as attachments
from app.core.text.markdown import LONGEST, render
from app.forums.views.routes import blueprint
from app.web.actor import actor


@blueprint.post("/preview")
def preview() -> ResponseReturnValue:
    """The text of one field as it will look. The field is named by `?field=`, or by the place that htmx fills."""
    field = request.args.get("field") or request.headers.get("HX-Target", "").removesuffix("-preview") or "body"
    text = request.form.get(field, "")
    too_long = len(text.replace("\r\n", "\n")) > LONGEST
    return render_template(
        "forums/_preview.html", html="" if too_long else as_previewed(text.strip()), too_long=too_long, longest=LONGEST
    )


@blueprint.get("/write/formulas")
def formulas() -> ResponseReturnValue:
    """The palette of the editor, fetched when somebody opens it."""
    return render_template("components/formulas.html")


def as_previewed(text: str) -> str:
    """The text as HTML for whoever writes it, with their own pictures and files."""
    return render(text, attachments.own_shown(text, seen_by=actor()))
