"""The list of Tricky Topics, a topic's page, raising one and changing its words."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.language.spoken import gettext
from app.core.lifecycle import Lifecycle
from app.core.numbers import names_a_row
from app.core.permissions import allowed, require
from app.core.text import pictures
from app.forums import queries as forums
from app.forums.models import Post
from app.networks import queries as networks
from app.topics import queries, services
from app.topics.forms import IssueForm, TopicForm
from app.topics.lifecycle import TOPIC
from app.topics.policy import Permission
from app.topics.views._blueprint import blueprint, find_topic
from app.topics.views._page import topic_page
from app.topics.views.entries import topic_entries
from app.web.actor import actor
from app.web.page.panels import strips
from app.web.serving.uploads import takes_files


@blueprint.get("/topics")
def topics(slug: str) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    state = request.args.get("state", "")
    page = queries.topics(network, seen_by=actor(), state=state, after=request.args.get("after"))
    electorate = queries.electorate(network.id, seen_by=actor()) if page.rows else 0
    beside = strips("topics.list.strips", [row.id for row in page.rows], actor=actor(), network=network)
    return render_template(
        "topics/topics.html",
        network=network,
        entries=topic_entries(network, page.rows, electorate, beside, actor()),
        next_after=page.next_after,
        state=state,
        choices=_state_choices(queries.topic_states(network, seen_by=actor())),
        may_raise=allowed(actor(), Permission.RAISE, network),
    )


def _state_choices(counts: dict[str, int]) -> list[tuple[str, str]]:
    """What the list can be narrowed to, with how many topics that would show."""
    here = sum(count for state, count in counts.items() if state not in queries.ELSEWHERE)
    return [
        ("", f"All but merged and moved ({here})"),
        *counted_states(TOPIC, counts),
        ("all", f"All ({sum(counts.values())})"),
    ]


def counted_states(lifecycle: Lifecycle, counts: dict[str, int]) -> list[tuple[str, str]]:
    """The states that something is in, in the order of the lifecycle, with how many are in each."""
    return [
        (state, f"{words.capitalize()} ({counts[state]})")
        for state, words in lifecycle.states.items()
        if counts.get(state)
    ]


@blueprint.get("/topics/<int:number>")
def topic(slug: str, number: int) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    return render_template(
        "topics/topic.html", **topic_page(network, queries.topic_on_page(network, number, seen_by=actor()))
    )


@blueprint.route("/topics/new", methods=["GET", "POST"])
@takes_files
def new_topic(slug: str) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    require(actor(), Permission.RAISE, network)
    post = post_to_raise()
    form = TopicForm(data={"statement_md": quoted(post)}).asks_of(actor(), network.id)
    if not form.look.data and form.may_go(network):
        raised = form.publish(network, lambda: services.raise_topic(actor(), network, from_post=post, **_words(form)))
        if raised:
            flash(gettext("Raised. Now take it apart: name its stumbling blocks."), "done")
            return redirect(url_for("topics.topic", slug=slug, number=raised.number), 303)
    similar = queries.similar(network, text_of(form), seen_by=actor())
    page = {"network": network, "form": form, "post": post, "similar": similar, "asked": form.look.data}
    return render_template("topics/raise_topic.html", **page), 200 if form.look.data else form.shown_as


@blueprint.route("/similar", methods=["GET", "POST"])
def similar(slug: str) -> ResponseReturnValue:
    """What reads like what is being raised: GET for the title alone, as it is typed; POST for title and statement."""
    network = networks.network(slug, seen_by=actor())
    require(actor(), Permission.RAISE, network)
    text = f"{request.values.get('title', '')} {request.values.get('statement_md', '')}"
    found = queries.similar(network, text, seen_by=actor())
    return render_template("topics/_similar.html", network=network, similar=found, asked=request.method == "POST")


@blueprint.route("/topics/<int:number>/edit", methods=["GET", "POST"])
@takes_files
def edit_topic(slug: str, number: int) -> ResponseReturnValue:
    network, topic = find_topic(slug, number)
    require(actor(), Permission.EDIT, topic)
    form = TopicForm(obj=topic).asks_of(actor(), network.id, topic.statement_md)
    if form.may_go(network):
        saved = form.publish(
            network, lambda: services.edit_topic(actor(), topic, seen_version=form.seen_version, **_words(form)), topic
        )
        if saved:
            return redirect(url_for("topics.topic", slug=slug, number=number), 303)
    return render_template("topics/edit_topic.html", network=network, topic=topic, form=form), form.shown_as


def _words(form: TopicForm) -> dict[str, Any]:
    return {
        "title": form.title.data,
        "statement_md": form.statement_md.data,
        "threshold_concept": form.threshold_concept.data,
    }


def post_to_raise() -> Post | None:
    """The post that the address names (?post=12), if the reader may see it."""
    named = request.args.get("post", "")
    return forums.post(int(named), seen_by=actor()) if names_a_row(named) else None


def quoted(post: Post | None) -> str:
    """A post's words as a quotation, to be reworded into a statement."""
    if post is None:
        return ""
    return "\n".join(f"> {line}".rstrip() for line in pictures.in_words(post.body_md).strip().splitlines()) + "\n\n"


def text_of(form: TopicForm | IssueForm) -> str:
    """What to look for similar things with."""
    return f"{form.title.data or ''} {form.statement_md.data or ''}"
