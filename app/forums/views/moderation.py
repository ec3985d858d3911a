"""Keeping order: what a moderator, a chair, or a post's author does with a post or a discussion."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.actor import Actor
from app.core.language.spoken import gettext
from app.core.permissions import allowed, require
from app.forums import services
from app.forums.forms import OrderForm, PostReasonForm
from app.forums.kinds import KINDS, SLUGS
from app.forums.models import Discussion, Post
from app.forums.policy import Permission
from app.forums.views.posts import url_of
from app.forums.views.routes import blueprint, find_discussion, find_post, name_of_author
from app.forums.views.threads import title_for
from app.web.actor import actor
from app.web.page.asking import Question, asks_once, said


@blueprint.get("/networks/<slug>/posts/<int:post_id>/options")
def options(slug: str, post_id: int) -> ResponseReturnValue:
    """What the reader may do with this post."""
    return _options(slug, post_id, PostReasonForm(formdata=None))


@blueprint.post("/networks/<slug>/posts/<int:post_id>/hide")
def hide(slug: str, post_id: int) -> ResponseReturnValue:
    _, found = find_post(slug, post_id)
    form = PostReasonForm()
    if _done_with_reason(form, services.hide_post, found):
        flash(gettext("The post is hidden. Under “Moderate” it can be restored."), "done")
        return redirect(url_of(found, slug), 303)
    return _options(slug, post_id, form)


@blueprint.post("/networks/<slug>/posts/<int:post_id>/restore")
def restore(slug: str, post_id: int) -> ResponseReturnValue:
    _, found = find_post(slug, post_id)
    services.restore_post(actor(), found)
    flash(gettext("The post can be read again."), "done")
    return redirect(url_of(found, slug), 303)


def _removing(slug: str, post_id: int) -> Question | None:
    """A post that is hidden can be restored; one that is removed cannot."""
    _, found = find_post(slug, post_id)
    # A title is withheld from some readers, who are refused; so they are not asked either.
    if not said("reason") or not allowed(actor(), Permission.REMOVE, found):
        return None
    about = f"Post {found.position} of “{found.discussion.title}”"
    told = [
        gettext("Nobody is shown its words any more, nor what it said before an edit."),
        gettext("A line stays in its place: who removed it, when, and why."),
    ]
    return Question(gettext("Remove this post for good?"), gettext("Remove it for good"), told, about=about)


@blueprint.post("/networks/<slug>/posts/<int:post_id>/remove")
@asks_once(_removing)
def remove(slug: str, post_id: int) -> ResponseReturnValue:
    _, found = find_post(slug, post_id)
    back = url_of(found, slug)
    form = PostReasonForm()
    if _done_with_reason(form, services.remove_post, found):
        flash(gettext("The post is removed; a line says who removed it and why."), "done")
        return redirect(back, 303)
    return _options(slug, post_id, form)


@blueprint.post("/networks/<slug>/posts/<int:post_id>/important")
def important(slug: str, post_id: int) -> ResponseReturnValue:
    _, found = find_post(slug, post_id)
    services.mark_important(actor(), found, important=request.form.get("important") == "1")
    return redirect(url_of(found, slug), 303)


def _done_with_reason(form: PostReasonForm, verb: Callable[[Actor, Post, str], None], found: Post) -> bool:
    return form.validate_on_submit() and form.succeeds(lambda: verb(actor(), found, form.reason.data or ""))


def _options(slug: str, post_id: int, form: PostReasonForm) -> ResponseReturnValue:
    network, found = find_post(slug, post_id)
    return render_template(
        "forums/options.html",
        network=network,
        post=found,
        author=name_of_author(network, found),
        title=title_for(found.discussion, actor()),
        form=form,
        back=url_of(found, slug),
        may={each.name.lower(): allowed(actor(), each, found) for each in _ON_A_POST},
    ), form.status


_ON_A_POST = (Permission.MODERATE_POST, Permission.REMOVE, Permission.MARK_IMPORTANT)


@blueprint.route("/networks/<slug>/discussions/<int:number>/moderate", methods=["GET", "POST"])
def moderate(slug: str, number: int) -> ResponseReturnValue:
    """Title, forum, pin and lock of a discussion in one form."""
    network, found, _ = find_discussion(slug, number)
    require(actor(), Permission.MODERATE_DISCUSSION, found)
    form = OrderForm(data=_as_it_stands(found))
    if form.validate_on_submit() and form.attempt(lambda: _put_in_order(form, found)):
        flash("Saved.", "done")
        return redirect(url_for("forums.discussion", slug=slug, number=number), 303)
    return render_template("forums/moderate.html", network=network, discussion=found, form=form), form.status


def _as_it_stands(found: Discussion) -> dict[str, Any]:
    return {
        "title": found.title,
        "kind": SLUGS[found.forum.kind],
        "pinned": found.pinned,
        "locked": found.locked,
        "lock_reason": found.lock_reason or "",
        "reopens_on": clock.local(found.reopens_at).date() if found.reopens_at else None,
    }


def _put_in_order(form: OrderForm, found: Discussion) -> bool:
    services.retitle_discussion(actor(), found, form.title.data or "")
    services.pin(actor(), found, pinned=form.pinned.data)
    last = form.reopens_on.data
    until = datetime.combine(last, time(), clock.zone()) if last else None
    services.lock(actor(), found, locked=form.locked.data, reason=form.lock_reason.data or "", until=until)
    services.move_discussion(actor(), found, KINDS[form.kind.data])
    return True
