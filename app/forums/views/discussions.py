"""A discussion: reading it, replying, following it."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.permissions import require
from app.forums import queries, services
from app.forums.forms import PostForm
from app.forums.kinds import SLUGS
from app.forums.models import Discussion, Post
from app.forums.policy import Permission
from app.forums.views.articles import anchor
from app.forums.views.routes import blueprint, find_discussion, name_of_author
from app.forums.views.threads import thread_of, title_for, voice_of
from app.networks import queries as networks
from app.web.actor import actor
from app.web.serving.uploads import takes_files


@blueprint.get("/networks/<slug>/discussions/<int:number>")
def discussion(slug: str, number: int) -> ResponseReturnValue:
    network, found, level = find_discussion(slug, number)
    return render_template(
        "forums/discussion.html",
        network=network,
        discussion=found,
        title=title_for(found, actor()),
        kind=SLUGS[found.forum.kind],
        thread=thread_of(found, network, actor()),
        level=level.value,
    )


@blueprint.get("/networks/<slug>/discussions/<int:number>/last")
def last_post(slug: str, number: int) -> ResponseReturnValue:
    """Where the latest post stands."""
    _, found, _ = find_discussion(slug, number)
    here, post_id = (
        url_for("forums.discussion", slug=slug, number=found.number),
        queries.last_post_id(found, seen_by=actor()),
    )
    return redirect(anchor(here, post_id) if post_id else here, 302)


@blueprint.get("/networks/<slug>/discussions/<int:number>/posts/<int:position>")
def numbered(slug: str, number: int, position: int) -> ResponseReturnValue:
    """The post that had this number here, wherever it stands today: addresses used to end with numbers."""
    network = networks.network(slug, seen_by=actor())
    found = queries.post_numbered(network.id, number, position, seen_by=actor())
    return redirect(url_for("forums.post", slug=slug, post_id=found), 302)


@blueprint.route("/networks/<slug>/discussions/<int:number>/reply", methods=["GET", "POST"])
@takes_files
def reply(slug: str, number: int) -> ResponseReturnValue:
    """A page of its own for a reply; the form under the discussion comes here only if something is to be mended."""
    network, found, _ = find_discussion(slug, number)
    require(actor(), Permission.REPLY, found)
    form = PostForm(to=request.args.get("to"), back=request.args.get("back"))
    form.asks_of(actor(), network.id)
    answered = queries.post_answered(found, form.answered, seen_by=actor()) if form.answered else None
    if form.may_go(network) and (post := _publish(form, found, answered)):
        home = url_for("forums.discussion", slug=slug, number=number)
        return redirect(anchor(form.way_back or home, post.id), 303)
    return render_template(
        "forums/reply.html",
        network=network,
        discussion=found,
        title=title_for(found, actor()),
        form=form,
        answered=answered,
        answered_name=name_of_author(network, answered) if answered else "",
        voice=voice_of(actor(), network),
    ), form.shown_as


def _publish(form: PostForm, found: Discussion, answered: Post | None) -> Post | None:
    def publish() -> Post:
        form.describe(found.network_id)
        return services.publish_post(
            actor(),
            found,
            form.body.data or "",
            reply_to=answered,
            as_moderator=form.as_moderator.data,
            important=form.important.data,
        )

    return form.attempt(publish)
