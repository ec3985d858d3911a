"""The presentations of a network's module: typed here, met by the data."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import Invalid
from app.core.language.spoken import gettext, ngettext
from app.core.permissions import require
from app.networks import queries, services
from app.networks.forms import PresentationsForm
from app.networks.models import LearningNetwork
from app.networks.policy import Permission
from app.networks.presentation_lines import ReadPresentations, read_presentations
from app.networks.views.routes import blueprint
from app.networks.views.steps import after_step
from app.web.actor import actor
from app.web.page.asking import Question, asks_once
from app.web.page.fragments import wants_fragment


@blueprint.route("/networks/<slug>/presentations", methods=["GET", "POST"])
def presentations(slug: str) -> ResponseReturnValue:
    """Which there are, and the form that types more or corrects them: what was read is shown, while it is typed or by
    *Preview*, and *Keep* keeps it.
    """
    network = queries.network(slug, seen_by=actor())
    require(actor(), Permission.SET_UP, network)
    form, keeps = PresentationsForm(), request.form.get("step") == "keep"
    read = read_presentations(form.lines.data or "") if form.validate_on_submit() else None
    if read and keeps:
        kept = form.attempt(lambda: _keep(network, read))
        if kept is not None:
            flash(_said_of(kept), "done")
            return redirect(after_step(network, url_for("networks.presentations", slug=slug)), 303)
    runs = queries.presentations(network.module_id, seen_by=actor())
    standing = {name: each for each in runs for name in (each.typed_code, each.code) if name}
    shown: dict[str, Any] = {"read": read, "standing": standing, "faulty": bool(form.errors)}
    if wants_fragment():
        return render_template("networks/_presentations_read.html", **shown)
    page = render_template("networks/presentations.html", network=network, runs=runs, form=form, **shown)
    return page, form.status if keeps or form.errors else 200


def _said_of(kept: int) -> str:
    if not kept:
        return gettext("They were all known already.")
    return ngettext("%(count)s presentation kept.", "%(count)s presentations kept.", kept)


def _keep(network: LearningNetwork, read: ReadPresentations) -> int:
    if read.faults:
        raise Invalid(gettext("Nothing was kept yet: please mend these lines."), {"lines": read.faults})
    return services.type_presentations(actor(), network, read.presentations)


def _removing(slug: str, presentation_id: int) -> Question | None:
    network = queries.network(slug, seen_by=actor())
    runs = queries.presentations(network.module_id, seen_by=actor())
    code = next((each.code for each in runs if each.id == presentation_id), "")
    told = [gettext("It is on no list of presentations any more.")]
    return (
        Question(gettext("Remove %(code)s?", code=code), "Remove", told, gettext("It can be typed again."))
        if code
        else None
    )


@blueprint.post("/networks/<slug>/presentations/<int:presentation_id>/remove")
@asks_once(_removing)
def remove_presentation(slug: str, presentation_id: int) -> ResponseReturnValue:
    """One that was typed by mistake."""
    network = queries.network(slug, seen_by=actor())
    code = services.remove_presentation(actor(), network, presentation_id)
    flash(gettext("%(code)s is removed.", code=code), "done")
    return redirect(url_for("networks.presentations", slug=slug), 303)
