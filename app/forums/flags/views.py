"""Flagging a post, and the moderators' queue."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.actor import NetworkLink
from app.core.permissions import require
from app.forums.flags import queries, services
from app.forums.flags.forms import FlagForm, NoteForm
from app.forums.flags.models import Concern
from app.forums.flags.policy import Flagging
from app.forums.views.posts import url_of
from app.forums.views.routes import blueprint, find_post, name_of_author
from app.forums.views.threads import title_for
from app.networks import queries as networks
from app.web.actor import actor


@blueprint.route("/networks/<slug>/posts/<int:post_id>/flag", methods=["GET", "POST"])
def flag_post(slug: str, post_id: int) -> ResponseReturnValue:
    network, found = find_post(slug, post_id)
    require(actor(), Flagging.FLAG, found)
    form = FlagForm()
    if form.validate_on_submit():
        concern = Concern[form.concern.data.upper()]
        if form.succeeds(lambda: services.flag_post(actor(), found, concern, form.words.data or "")):
            flash("The moderator looks at it. Whoever wrote it is not told who asked.", "done")
            return redirect(url_of(found, slug), 303)
    return render_template(
        "forums/flags/flag.html",
        network=network,
        post=found,
        author=name_of_author(network, found),
        title=title_for(found.discussion, actor()),
        form=form,
        back=url_of(found, slug),
    ), form.status


@blueprint.get("/networks/<slug>/flags")
def flags(slug: str) -> ResponseReturnValue:
    """The queue: what waits, and what was settled."""
    return _queue(slug, NoteForm(formdata=None))


def _queue(slug: str, form: NoteForm) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    require(actor(), Flagging.HANDLE, NetworkLink(network.id, slug, "", ""))
    settled = request.args.get("show") == "settled"
    rows = queries.flags(network.id, seen_by=actor(), settled=settled)
    notes = queries.notes([row.id for row in rows], network.id, seen_by=actor())
    shown = {"rows": rows, "notes": notes, "settled": settled, "form": form}
    return render_template("forums/flags/queue.html", network=network, **shown), form.status


@blueprint.post("/networks/<slug>/flags/<int:flag_id>/<any(take, note, settle):step>")
def handle_flag(slug: str, flag_id: int, step: str) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    found = queries.flag(network.id, flag_id, seen_by=actor())
    form = NoteForm()
    if step == "take":
        services.take_in_hand(actor(), found)
    elif not form.validate_on_submit() or not form.succeeds(
        lambda: (services.settle_flag if step == "settle" else services.note_on)(actor(), found, form.note.data or "")
    ):
        return _queue(slug, form)
    told = {"take": "It is in your hands.", "note": "The note stands with it.", "settle": "The flag is settled."}
    flash(told[step], "done")
    return redirect(url_for("forums.flags", slug=slug), 303)
