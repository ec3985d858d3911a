"""A copy of everything about oneself, for whoever has just said their password."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from typing import IO

from flask import Response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from app.accounts import queries
from app.accounts.forms import PresentPasswordForm
from app.accounts.views.routes import attempt_with_password
from app.core import clock
from app.privacy.copies import write_copy
from app.privacy.services.copying import ask_for_copy
from app.privacy.views.routes import blueprint
from app.web.actor import actor, session_key
from app.web.extensions import limiter

#: How long the file can be fetched after the password was said, in this session.
OPEN_FOR = timedelta(minutes=10)
_SAID = "copy_asked_at"
#: A copy of a busy person takes a moment; nobody needs more of them.
LIMIT = "20 per hour"


@blueprint.route("/account/data", methods=["GET", "POST"])
def own_data() -> ResponseReturnValue:
    """What a copy holds; the password leads to it."""
    person, form = queries.oneself(seen_by=actor()), PresentPasswordForm()
    if form.validate_on_submit() and attempt_with_password(
        form, person, lambda typed: ask_for_copy(actor(), person, password=typed)
    ):
        session[_SAID] = [clock.real_now().timestamp(), session_key()]
        return redirect(url_for("privacy.copy"), 303)
    return render_template("privacy/own_data.html", form=form, person=person), form.status


def _whose() -> str:
    return str(actor().person_id)


@blueprint.get("/account/data/everything-about-me.zip")
@limiter.limit(LIMIT, key_func=_whose)
def copy() -> ResponseReturnValue:
    """The file. Whoever comes without having said the password is asked for it."""
    at, of = session.get(_SAID, (0.0, ""))
    if of != session_key() or not 0 <= clock.real_now().timestamp() - at < OPEN_FOR.total_seconds():
        return redirect(url_for("privacy.own_data"))
    out = tempfile.TemporaryFile()  # noqa: SIM115 -- closed once it is sent
    write_copy(out, queries.oneself(seen_by=actor()), actor())
    name = f"everything-about-me-{clock.today().isoformat()}.zip"
    headers = {"Content-Length": str(out.tell()), "Content-Disposition": f"attachment; filename={name}"}
    return Response(_sent(out), mimetype="application/zip", headers=headers)


def _sent(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while part := file.read(64 * 1024):
            yield part
