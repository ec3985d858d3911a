"""One post: its address, changing it, what it said before."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.language.spoken import gettext
from app.core.permissions import require
from app.forums import queries, services
from app.forums.differences import differences
from app.forums.forms import EditForm
from app.forums.models import Post
from app.forums.policy import Permission
from app.forums.views.articles import anchor
from app.forums.views.routes import blueprint, find_post, name_of_author
from app.forums.views.threads import title_for
from app.web.actor import actor
from app.web.page.naming import all_spelled_out
from app.web.serving.uploads import takes_files


@blueprint.get("/networks/<slug>/posts/<int:post_id>")
def post(slug: str, post_id: int) -> ResponseReturnValue:
    """The lasting address of a post: leads to its place in the discussion."""
    place = queries.place_of(post_id, seen_by=actor())
    if place.slug != slug:
        # It was taken to another network, which the reader reads too.
        return redirect(url_for("forums.post", slug=place.slug, post_id=post_id), 302)
    return redirect(anchor(url_for("forums.discussion", slug=slug, number=place.number), post_id), 302)


@blueprint.route("/networks/<slug>/posts/<int:post_id>/edit", methods=["GET", "POST"])
@takes_files
def edit(slug: str, post_id: int) -> ResponseReturnValue:
    network, found = find_post(slug, post_id)
    require(actor(), Permission.EDIT, found)
    form = EditForm(body=found.body_md, version=str(found.version))
    form.asks_of(actor(), network.id, found.body_md)
    if form.may_go(network) and form.attempt(lambda: _save(form, found)):
        flash(gettext("Saved. The earlier version is kept in the history."), "done")
        return redirect(url_of(found, slug), 303)
    changed = []
    if form.conflict:
        network, found = find_post(slug, post_id)
        changed = differences(found.body_md, form.body.data or "")
        form.now_seen(found.version)
    shown = {"title": title_for(found.discussion, actor()), "changed": changed, "back": url_of(found, slug)}
    page = render_template("forums/edit.html", network=network, post=found, form=form, **shown)
    return page, form.shown_as


def _save(form: EditForm, found: Post) -> bool:
    form.describe(found.network_id)
    services.edit_post(actor(), found, form.body.data or "", seen_version=form.seen_version)
    return True


def url_of(found: Post, slug: str) -> str:
    """Where the post stands, with its discussion loaded."""
    return anchor(url_for("forums.discussion", slug=slug, number=found.discussion.number), found.id)


@blueprint.get("/networks/<slug>/posts/<int:post_id>/history")
def history(slug: str, post_id: int) -> ResponseReturnValue:
    """What the post said before each edit, and what each edit changed."""
    network, found = find_post(slug, post_id)
    earlier = queries.revisions(found, seen_by=actor())
    # Spelled out before they are compared: a token that was taken apart would be none.
    texts = all_spelled_out([found.body_md, *(revision.body_md for revision in earlier)], actor())
    steps = [(each, differences(*said)) for each, *said in zip(earlier, texts[1:], texts, strict=False)]
    return render_template(
        "forums/history.html",
        network=network,
        post=found,
        steps=steps,
        author=name_of_author(network, found),
        title=title_for(found.discussion, actor()),
        back=url_of(found, slug),
    )
