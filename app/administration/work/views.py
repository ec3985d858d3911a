"""The administrator's page about work, piece by piece."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.administration.views import blueprint
from app.administration.work import queries, services
from app.core.language.spoken import gettext, lazy_gettext
from app.web.actor import actor
from app.web.page.asking import Question, asks_once

MEANWHILE = lazy_gettext("It is done meanwhile, or being done.")


@blueprint.get("/admin/work")
def work() -> ResponseReturnValue:
    """What waits, is under way, or failed; and what is done by the clock. Nobody is named."""
    return render_template(
        "administration/work.html",
        pieces=queries.pieces(seen_by=actor()),
        most=queries.MOST_SHOWN,
        periodic=queries.periodic(seen_by=actor()),
    )


@blueprint.post("/admin/work/<int:piece_id>/again")
def try_piece_again(piece_id: int) -> ResponseReturnValue:
    done = services.try_piece_again(actor(), piece_id)
    flash(gettext("Due now: a worker that runs tries it within a minute.") if done else MEANWHILE, "done")
    return redirect(url_for("administration.work"), 303)


def _stopping(piece_id: int) -> Question | None:
    piece = queries.piece(piece_id, seen_by=actor())
    if piece is None or not piece.stoppable:
        return None
    return Question(
        gettext("Stop this letter?"),
        gettext("Stop it"),
        [gettext("It is not sent, and not tried again.")],
        about=piece.title,
    )


@blueprint.post("/admin/work/<int:piece_id>/stop")
@asks_once(_stopping)
def stop_piece(piece_id: int) -> ResponseReturnValue:
    flash(gettext("Stopped: it is not sent.") if services.stop_piece(actor(), piece_id) else MEANWHILE, "done")
    return redirect(url_for("administration.work"), 303)
