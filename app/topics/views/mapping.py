"""The form that ties a topic to weeks, activity types or sites, and assessments."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.language.spoken import gettext
from app.core.permissions import require
from app.networks.models import LearningNetwork
from app.topics import services
from app.topics.choices import MappingChoices
from app.topics.forms import MappingForm, chosen_from
from app.topics.models import TopicMapping, TrickyTopic
from app.topics.policy import Permission
from app.topics.views._blueprint import blueprint, find_topic
from app.web.actor import actor
from app.web.page.panels import collect


@blueprint.route("/topics/<int:number>/mapping", methods=["GET", "POST"])
def mapping(slug: str, number: int) -> ResponseReturnValue:
    network, topic = find_topic(slug, number)
    require(actor(), Permission.MAP, topic)
    offered = _offered(network)
    form = MappingForm(data=_held(topic.mapping, offered))
    form.known_types.choices = chosen_from(offered.activity_types)
    if form.validate_on_submit() and form.attempt(lambda: _map(topic, form)):
        flash(gettext("Mapped. The figures follow this from now on."), "done")
        return redirect(url_for("topics.topic", slug=slug, number=number, _anchor="mapping"), 303)
    if form.conflict:
        form.now_seen(topic.mapping.version if topic.mapping else 0)
    return render_template("topics/mapping.html", network=network, topic=topic, form=form, offered=offered), form.status


def _map(topic: TrickyTopic, form: MappingForm) -> TopicMapping:
    return services.map_topic(
        actor(),
        topic,
        week_from=form.week_from.data or 0,
        week_to=form.week_to.data or 0,
        activity_types=form.all_types(),
        sites=form.all_sites(),
        assessments=form.all_assessments(),
        seen_version=form.seen_version,
    )


def _offered(network: LearningNetwork) -> MappingChoices:
    """What the datasets know; the first that knows anything is asked, since they speak of the same module."""
    found = collect("topics.mapping.choices", actor=actor(), network=network)
    return next((each for each in found if each != MappingChoices()), MappingChoices())


def _held(mapping: TopicMapping | None, offered: MappingChoices) -> dict[str, Any]:
    """What the form shows before anybody typed: known activity types as ticks, the others as words."""
    if mapping is None:
        return {"version": "0"}
    known = {name for name, _ in offered.activity_types}
    return {
        "version": str(mapping.version),
        "week_from": mapping.week_from,
        "week_to": mapping.week_to,
        "known_types": [name for name in mapping.activity_types if name in known],
        "activity_types": ", ".join(name for name in mapping.activity_types if name not in known),
        "sites": ", ".join(str(site) for site in mapping.sites),
        "assessments": "\n".join(each.in_words for each in mapping.assessments),
    }
