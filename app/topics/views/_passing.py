"""Steps that are taken in passing, with one press on home or the desk: said there with the way back."""

from __future__ import annotations

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from app.core.language.spoken import gettext
from app.web.page.redirects import own_path
from app.web.page.undoing import offer_undo, undone

#: The verbs of such buttons (`at_once` of app/standing/panels.py).
IN_PASSING = frozenset({"accept", "acknowledge"})


def done_in_passing(verb: str, title: str, state: str, page: str) -> Response:
    """Back to where the button stood; its own page says it once, the others with a way to undo it."""
    back = own_path(request.form.get("next"), page)
    if back != page and verb in IN_PASSING:
        offer_undo(title, gettext("It is now: %(state)s", state=state), f"{request.path}/undo")
    else:
        flash(f"Done. It is now: {state}.", "done")
    return redirect(back, 303)


def taken_back(page: str) -> Response:
    undone()
    flash(gettext("Taken back: it is as it was before."), "done")
    return redirect(own_path(request.form.get("next"), page), 303)
