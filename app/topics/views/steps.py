"""Steps between states: each has a page that says what it does and asks what it needs; buttons post to the same."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import NotFound
from app.core.language.spoken import gettext, lazy_gettext
from app.core.lifecycle import Move
from app.core.permissions import require
from app.networks.models import LearningNetwork
from app.topics import queries, services
from app.topics.forms import TopicStepForm, chosen_from
from app.topics.lifecycle import TOPIC
from app.topics.models import AdditionalIssue, TrickyTopic
from app.topics.policy import TOPIC_STEPS
from app.topics.views._blueprint import blueprint, find_topic
from app.topics.views._offers import IN_PASSING, done_in_passing, taken_back
from app.topics.views._page import shortlist_check_of
from app.web.actor import actor
from app.web.page.asking import NOT_UNDONE, Question, asks_once, said

#: What ends the topic here or moves it, in words: nobody may see who is behind its votes (decision 0007).
_ENDS = {
    "merge": lazy_gettext("Its voters go to the other topic, each person counted once."),
    "move_to_issue": lazy_gettext("An additional issue with the same words, discussion and votes takes its place."),
    "park": lazy_gettext("It is left for a later cycle, and whoever raised it is told why."),
    "decline": lazy_gettext("It ends here, and whoever raised it is told why."),
}
_CLOSES = lazy_gettext(
    "The verdict closes the loop. Everyone who raised it, posted or voted is told once, with the reply."
)


def _ending(slug: str, number: int, verb: str) -> Question | None:
    """The step's own page asks as well; this is for whatever else sends its form."""
    _network, topic = find_topic(slug, number)
    move = next((each for each in TOPIC.moves_from(topic.state) if each.verb == verb), None)
    told = _CLOSES if verb.startswith("close_") else _ENDS.get(verb)
    if move is None or told is None or (move.needs_reason and not said("reason")):
        return None
    back = NOT_UNDONE if verb in {"merge", "move_to_issue"} else gettext("It can be reopened, with a reason.")
    return Question(f"{move.label}?", move.label, [told], back, "primary", topic.title)


@blueprint.route("/topics/<int:number>/steps/<verb>", methods=["GET", "POST"])
@asks_once(_ending)
def step(slug: str, number: int, verb: str) -> ResponseReturnValue:
    network, topic = find_topic(slug, number)
    if verb not in TOPIC_STEPS:
        raise NotFound
    require(actor(), TOPIC_STEPS[verb], topic)
    move = TOPIC.move(topic.state, verb, "a reason is asked for below")
    form = TopicStepForm()
    form.needs_reason = move.needs_reason
    form.target.choices = chosen_from(_targets(network, topic, verb))
    if form.validate_on_submit() and form.attempt(lambda: _take(network, topic, verb, form)):
        back = url_for("topics.topic", slug=slug, number=number)
        return done_in_passing(verb, topic.title, TOPIC.label(topic.state), back)
    return _step_page(network, topic, move, form)


@blueprint.post("/topics/<int:number>/steps/<verb>/undo")
def undo_step(slug: str, number: int, verb: str) -> ResponseReturnValue:
    _network, topic = find_topic(slug, number)
    if verb not in IN_PASSING:
        raise NotFound
    services.take_back_topic_step(actor(), topic, verb)
    return taken_back(url_for("topics.topic", slug=slug, number=number))


def _step_page(network: LearningNetwork, topic: TrickyTopic, move: Move, form: TopicStepForm) -> ResponseReturnValue:
    similar = []
    if move.verb == "merge":
        text = f"{topic.title} {topic.statement_md}"
        similar = [
            each for each in queries.similar(network, text, seen_by=actor(), but=topic.id) if each.kind == "topic"
        ]
    shown = {
        "network": network,
        "topic": topic,
        "move": move,
        "shortlist_check": shortlist_check_of(topic),
        "similar": similar,
    }
    return render_template("topics/step.html", form=form, **shown), form.status


def _take(
    network: LearningNetwork, topic: TrickyTopic, verb: str, form: TopicStepForm
) -> TrickyTopic | AdditionalIssue:
    reason = form.reason.data or ""
    if verb == "merge":
        target = queries.topic(network, form.target.data or 0, seen_by=actor(), whole=False)
        return services.merge_topic(actor(), topic, target, reason)
    if verb == "move_to_issue":
        return services.move_to_issue(actor(), topic, form.category.data, reason)
    return services.move_topic(actor(), topic, verb, reason, override=form.override.data)


def _targets(network: LearningNetwork, topic: TrickyTopic, verb: str) -> list[tuple[int, str]]:
    """The topics that could take this one in."""
    if verb != "merge":
        return [(0, "")]
    others = queries.topics(network, seen_by=actor(), size=500).rows
    return [(other.number, f"{other.number} {other.title}") for other in others if other.id != topic.id]
