"""How a text will look, for every editor of the site."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.text.markdown import LONGEST, render
from app.forums.views.routes import blueprint


@blueprint.post("/preview")
def preview() -> ResponseReturnValue:
    """The text of one field as it will look. The field is named by `?field=`, or by the place that htmx fills."""
    field = request.args.get("field") or request.headers.get("HX-Target", "").removesuffix("-preview") or "body"
    text = request.form.get(field, "")
    too_long = len(text.replace("\r\n", "\n")) > LONGEST
    return render_template(
        "forums/_preview.html", html="" if too_long else render(text.strip()), too_long=too_long, longest=LONGEST
    )


@blueprint.get("/write/formulas")
def formulas() -> ResponseReturnValue:
    """The palette of the editor, fetched when somebody opens it."""
    return render_template("components/formulas.html")
