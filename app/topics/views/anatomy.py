"""Stumbling blocks and problem examples: add, change, reorder, remove. Buttons do it all; no script is needed."""

from __future__ import annotations

from textwrap import shorten
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.core.language.spoken import gettext
from app.core.permissions import allowed, require
from app.core.text.formula_words import in_words
from app.networks.models import LearningNetwork
from app.topics import distiller, queries, services
from app.topics.forms import ClassifyForm, ExampleForm, StrikeForm, StumblingBlockForm, chosen_from
from app.topics.models import ProblemExample, TrickyTopic
from app.topics.policy import Permission
from app.topics.views._blueprint import blueprint, find_topic
from app.topics.views._page import shortlist_check_of
from app.web.actor import actor
from app.web.page.asking import Question, asks_once
from app.web.page.filters import formulas


@blueprint.route("/topics/<int:number>/blocks", methods=["GET", "POST"])
def blocks(slug: str, number: int) -> ResponseReturnValue:
    network, topic = find_topic(slug, number)
    require(actor(), Permission.SHAPE, topic)
    form = StumblingBlockForm()
    if form.validate_on_submit() and form.attempt(
        lambda: services.add_block(
            actor(), topic, title=form.title.data or "", assessable_by=form.assessable_by.data or ""
        )
    ):
        return _back_to_blocks(slug, number)
    return render_template(
        "topics/blocks.html", network=network, topic=topic, form=form, shortlist_check=shortlist_check_of(topic)
    ), form.status


@blueprint.route("/topics/<int:number>/blocks/<int:block_id>", methods=["GET", "POST"])
def edit_block(slug: str, number: int, block_id: int) -> ResponseReturnValue:
    network, topic = find_topic(slug, number)
    require(actor(), Permission.SHAPE, topic)
    block = queries.block(topic, block_id, seen_by=actor())
    form = StumblingBlockForm(obj=block)
    if form.validate_on_submit():
        words = {"title": form.title.data or "", "assessable_by": form.assessable_by.data or ""}
        seen = form.seen_version
        if form.attempt(lambda: services.edit_block(actor(), topic, block, seen_version=seen, **words), block):
            return _back_to_blocks(slug, number)
    return render_template("topics/edit_block.html", network=network, topic=topic, block=block, form=form), form.status


@blueprint.post("/topics/<int:number>/blocks/<int:block_id>/move-<any(up, down):way>")
def move_block(slug: str, number: int, block_id: int, way: str) -> ResponseReturnValue:
    _network, topic = find_topic(slug, number)
    block = queries.block(topic, block_id, seen_by=actor())
    if StrikeForm().validate_on_submit():
        services.move_block(actor(), topic, block, up=way == "up")
    return _back_to_blocks(slug, number, anchor=f"block-{block.id}")


def _removing_block(slug: str, number: int, block_id: int) -> Question:
    _network, topic = find_topic(slug, number)
    about = queries.block(topic, block_id, seen_by=actor()).title
    told = [gettext("Its problem examples stay with the topic.")]
    return Question(gettext("Remove this stumbling block?"), gettext("Remove it"), told, about=about)


@blueprint.post("/topics/<int:number>/blocks/<int:block_id>/remove")
@asks_once(_removing_block)
def remove_block(slug: str, number: int, block_id: int) -> ResponseReturnValue:
    _network, topic = find_topic(slug, number)
    block = queries.block(topic, block_id, seen_by=actor())
    if StrikeForm().validate_on_submit():
        services.remove_block(actor(), topic, block)
        flash(gettext("Removed. Its problem examples are still with the topic."), "done")
    return _back_to_blocks(slug, number)


@blueprint.route("/topics/<int:number>/examples/new", methods=["GET", "POST"])
def new_example(slug: str, number: int) -> ResponseReturnValue:
    network, topic = find_topic(slug, number)
    require(actor(), Permission.ADD_EXAMPLE, topic)
    form = ExampleForm()
    form.block_ids.choices = chosen_from((block.id, formulas(block.title)) for block in topic.blocks)
    if form.validate_on_submit() and form.attempt(
        lambda: services.add_example(
            actor(), topic, text=form.text.data or "", source=form.source.data, **_classification(form)
        )
    ):
        return _back_to_examples(slug, number)
    return _example_page(network, topic, None, form)


@blueprint.route("/topics/<int:number>/examples/<int:example_id>", methods=["GET", "POST"])
def edit_example(slug: str, number: int, example_id: int) -> ResponseReturnValue:
    network, topic = find_topic(slug, number)
    require(actor(), Permission.ADD_EXAMPLE, topic)
    example = queries.example(topic, example_id, seen_by=actor())
    held = {"block_ids": [block.id for block in example.blocks], "codes": list(example.codes)}
    may_reword = allowed(actor(), Permission.EDIT_EXAMPLE, example)
    form = (ExampleForm if may_reword else ClassifyForm)(obj=example, data=held)
    form.block_ids.choices = chosen_from((block.id, formulas(block.title)) for block in topic.blocks)
    if form.validate_on_submit() and form.attempt(lambda: _change_example(topic, example, form), example):
        return _back_to_examples(slug, number)
    return _example_page(network, topic, example, form)


def _removing_example(slug: str, number: int, example_id: int) -> Question:
    _network, topic = find_topic(slug, number)
    about = shorten(in_words(queries.example(topic, example_id, seen_by=actor()).text), 120, placeholder="…")
    told = [gettext("Its words are taken out of the history, too.")]
    return Question(gettext("Remove this example?"), gettext("Remove it"), told, about=about)


@blueprint.post("/topics/<int:number>/examples/<int:example_id>/remove")
@asks_once(_removing_example)
def remove_example(slug: str, number: int, example_id: int) -> ResponseReturnValue:
    _network, topic = find_topic(slug, number)
    example = queries.example(topic, example_id, seen_by=actor())
    if StrikeForm().validate_on_submit():
        services.remove_example(actor(), topic, example)
        flash(gettext("Removed, and its words with it."), "done")
    return _back_to_examples(slug, number)


def _change_example(topic: TrickyTopic, example: ProblemExample, form: ClassifyForm) -> ProblemExample:
    more: dict[str, Any] = {"seen_version": form.seen_version, **_classification(form)}
    if isinstance(form, ExampleForm):
        return services.edit_example(
            actor(), topic, example, text=form.text.data or "", source=form.source.data, **more
        )
    return services.classify_example(actor(), topic, example, **more)


def _classification(form: ClassifyForm) -> dict[str, Any]:
    return {"block_ids": form.block_ids.data or [], "codes": form.codes.data or []}


def _example_page(
    network: LearningNetwork, topic: TrickyTopic, example: ProblemExample | None, form: ClassifyForm
) -> ResponseReturnValue:
    shown = {"network": network, "topic": topic, "example": example, "form": form}
    return render_template("topics/example.html", distiller=distiller, **shown), form.status


def _back_to_blocks(slug: str, number: int, anchor: str | None = None) -> Response:
    return redirect(url_for("topics.blocks", slug=slug, number=number, _anchor=anchor), 303)


def _back_to_examples(slug: str, number: int) -> Response:
    return redirect(url_for("topics.topic", slug=slug, number=number, _anchor="examples"), 303)
