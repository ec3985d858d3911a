"""Saying what was typed, going on with it, and the list of one's drafts."""

from __future__ import annotations

import json

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.drafts import queries, services
from app.accounts.drafts.models import UnsentDraft
from app.accounts.drafts.services import UnsentWords
from app.accounts.views.routes import blueprint
from app.core import clock
from app.core.errors import Conflict, DomainError
from app.core.language.spoken import gettext
from app.core.numbers import names_a_row
from app.core.text.signs import tidied
from app.web.actor import actor
from app.web.page.redirects import own_path

#: The name of a form's draft, as the form itself sends it.
FIELD = "draft"
LONGEST_TITLE = 300


@blueprint.get("/drafts")
def drafts() -> ResponseReturnValue:
    found = queries.drafts(seen_by=actor())
    words = {each.id: queries.first_words(each) for each in (*found.kept, *found.thrown_away)}
    return render_template("accounts/drafts.html", found=found, words=words, most=services.MOST)


@blueprint.post("/drafts")
def keep_draft() -> ResponseReturnValue:
    """What a page's script says while somebody writes. The answer names the draft that holds these words from now on."""
    version = request.form.get("version", "")
    try:
        draft = services.keep_draft(actor(), _writing(), int(version) if names_a_row(version) else 0)
    except DomainError as refused:
        # For the one line under the form: 409 means that this draft is over.
        said = f"{refused.message} {refused.help_text}".strip()
        return jsonify({"said": said}), 409 if isinstance(refused, Conflict) else 422
    apart = draft.name != request.form.get("name")
    return jsonify({"name": draft.name, "version": draft.version, "apart": apart, "said": _said(draft, apart=apart)})


def _said(draft: UnsentDraft, *, apart: bool) -> str:
    at = f"{clock.local(draft.changed_at):%H:%M}"
    if apart:
        return gettext(
            "Another browser changed this draft. What you type here is kept as a draft of its own, %(at)s.", at=at
        )
    return gettext("Draft kept, %(at)s.", at=at)


def _writing() -> UnsentWords:
    said = request.form
    try:
        typed = json.loads(said.get("typed", ""))
    except ValueError:
        typed = {}
    fields = typed.items() if isinstance(typed, dict) else ()
    return UnsentWords(
        name=said.get("name", ""),
        place=said.get("place", "")[:1000],
        page=own_path(said.get("page"), "/home")[:1000],
        title=tidied(said.get("title", ""))[:LONGEST_TITLE],
        typed={str(name): tidied(text) for name, text in fields if isinstance(text, str)},
    )


@blueprint.get("/drafts/here")
def drafts_here() -> ResponseReturnValue:
    """What else was begun at this place, as a part of the form there."""
    found = queries.drafts_at(request.args.get("place", ""), actor(), but=request.args.get("but", ""))
    words = {each.id: queries.first_words(each, 90) for each in found}
    return render_template("accounts/_drafts_here.html", drafts=found, words=words)


@blueprint.post("/drafts/<name>/throw-away")
def throw_draft_away(name: str) -> ResponseReturnValue:
    services.throw_away(actor(), name)
    return _back(gettext("Thrown away. Until tomorrow you can bring it back, below."))


@blueprint.post("/drafts/<name>/bring-back")
def bring_draft_back(name: str) -> ResponseReturnValue:
    services.bring_back(actor(), name)
    return _back(gettext("It is among your drafts again."))


def _back(said: str) -> ResponseReturnValue:
    if request.form.get("quietly"):
        return "", 204
    flash(said, "done")
    return redirect(url_for("accounts.drafts"), 303)


def end_with_the_form(response: Response) -> Response:
    """A form that was accepted ends its draft, in the same transaction. One that was refused, or only previewed, does not."""
    accepted = response.status_code in {204, 302, 303} or (
        response.status_code == 200 and "HX-Request" in request.headers
    )
    # Of a form that was refused because it is too large, nothing can be read.
    name = request.form.get(FIELD, "") if accepted and request.method == "POST" else ""
    if name and not any(field.startswith("preview") for field in request.form) and actor().signed_in:
        services.end_draft(actor(), name)
    return response
