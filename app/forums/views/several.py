"""Putting several discussions of a forum in order at once."""

from __future__ import annotations

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.permissions import require
from app.core.text.words import plural, quoted
from app.forums import queries
from app.forums.kinds import KINDS
from app.forums.models import Discussion, Forum
from app.forums.moderation import services
from app.forums.moderation.forms import SeveralForm
from app.forums.moderation.queries import chosen_discussions
from app.forums.policy import Permission
from app.forums.views.routes import blueprint, find_forum
from app.web.actor import actor
from app.web.page.asking import Question, asks_once, said

#: What each step does to all of them, in words.
_STEPS = {
    "lock": "Nobody adds to them, and their posts are not changed, until somebody opens them again.",
    "unlock": "Everybody who may post can add to them again.",
    "pin": "They stay at the top of their forum.",
    "unpin": "They stand in their forum by their latest post.",
}


def _asked(slug: str, kind: str) -> Question | None:
    _, found = find_forum(slug, kind)
    chosen = _chosen(found)
    what = request.form.get("what", "")
    if not chosen or not said("reason") or what not in {*_STEPS, "move", "merge"}:
        return None
    told = [f"{plural(len(chosen), 'discussion')}: {', '.join(quoted(each.title) for each in chosen)}."]
    if what == "merge":
        told += [services.plan_merge(actor(), each, chosen[0]).consequences()[0] for each in chosen[1:]]
    elif what == "move":
        told.append(f"They stand in {KINDS[request.form['kind']].called} then; addresses and followers stay.")
    else:
        told.append(_STEPS[what])
    back = "For 30 days the log of moderation can undo each of them."
    return Question("Do this to all of them?", "Do it", told, way_back=back, kind="primary")


@blueprint.route("/networks/<slug>/forums/<kind>/several", methods=["GET", "POST"])
@asks_once(_asked)
def several(slug: str, kind: str) -> ResponseReturnValue:
    """Choosing discussions and what is done to all of them."""
    network, found = find_forum(slug, kind)
    require(actor(), Permission.MODERATE_DISCUSSION, found)
    form = SeveralForm(data={"kind": kind})
    chosen = _chosen(found)
    if chosen and form.validate_on_submit() and form.attempt(lambda: _do(form, chosen)):
        flash(f"Done, to {plural(len(chosen), 'discussion')}. In the log each can be undone for 30 days.", "done")
        return redirect(url_for("forums.forum", slug=slug, kind=kind), 303)
    rows = [
        *queries.pinned_discussions(found, seen_by=actor()),
        *queries.discussions(found, seen_by=actor(), size=100).rows,
    ]
    none_chosen = request.method == "POST" and not chosen
    shown = {"rows": rows, "chosen": {each.id for each in chosen}, "none_chosen": none_chosen}
    page = render_template(
        "forums/moderation/several.html", network=network, forum=found, kind=kind, form=form, **shown
    )
    return page, 422 if none_chosen else form.status


def _chosen(found: Forum) -> list[Discussion]:
    return chosen_discussions(found, request.form.getlist("discussion"), seen_by=actor())


def _do(form: SeveralForm, chosen: Sequence[Discussion]) -> bool:
    reason, what = form.reason.data or "", form.what.data
    if what == "merge":
        for each in chosen[1:]:
            services.merge(actor(), each, chosen[0], reason=reason)
        return True
    for each in chosen:
        if what in {"lock", "unlock"}:
            services.lock(actor(), each, locked=what == "lock", reason=reason if what == "lock" else "")
        elif what == "move":
            services.move_discussion(actor(), each, KINDS[form.kind.data], reason=reason)
        else:
            services.pin(actor(), each, pinned=what == "pin")
    return True
