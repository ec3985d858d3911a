"""The steps of an additional issue: acknowledge, route, respond, close, reopen."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.core.errors import NotFound
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.networks import queries as networks
from app.networks.models import LearningNetwork
from app.topics import services
from app.topics.forms import RespondForm, RouteForm, TopicStepForm, chosen_from
from app.topics.lifecycle import ISSUE
from app.topics.policy import ISSUE_STEPS, Permission
from app.topics.views._blueprint import blueprint, find_issue
from app.topics.views._offers import IN_PASSING, done_in_passing, taken_back
from app.web.actor import actor
from app.web.page.asking import Question, asks_once
from app.web.page.redirects import own_path
from app.web.serving.uploads import takes_files


@blueprint.route("/issues/<int:number>/route", methods=["GET", "POST"])
def route_issue(slug: str, number: int) -> ResponseReturnValue:
    network, issue = find_issue(slug, number)
    require(actor(), Permission.STEER_ISSUE, issue)
    ISSUE.move(issue.state, "route")
    form = RouteForm(obj=issue)
    form.owner_id.choices = chosen_from(_owners(network))
    if form.validate_on_submit():
        to = {
            "routed_to": form.routed_to.data,
            "owner_id": form.owner_id.data or None,
            "reason": form.reason.data or "",
        }
        if form.attempt(lambda: services.route_issue(actor(), issue, **to)):
            return _back(slug, number)
    return render_template("topics/route_issue.html", network=network, issue=issue, form=form), form.status


@blueprint.route("/issues/<int:number>/respond", methods=["GET", "POST"])
@takes_files
def respond_to_issue(slug: str, number: int) -> ResponseReturnValue:
    network, issue = find_issue(slug, number)
    require(actor(), Permission.RESPOND, issue)
    ISSUE.move(issue.state, "respond")
    form = RespondForm(obj=issue).asks_of(actor(), network.id, issue.response_md or "")
    if form.may_go(network):
        said = {"response": form.response.data, "response_md": form.response_md.data or ""}
        if form.publish(network, lambda: services.respond_to_issue(actor(), issue, **said)):
            return _back(slug, number)
    return render_template("topics/respond_to_issue.html", network=network, issue=issue, form=form), form.shown_as


def _closing(slug: str, number: int, verb: str) -> Question | None:
    """The step's own page asks as well; this is for whatever else sends its form."""
    _network, issue = find_issue(slug, number)
    if verb != "close" or issue.state != "responded":
        return None
    told = [gettext("It ends here. Everyone who raised it, posted or voted is told once, with the reply.")]
    return Question(
        gettext("Close this issue?"),
        gettext("Close it"),
        told,
        gettext("It can be reopened, with a reason."),
        "primary",
        issue.title,
    )


@blueprint.route("/issues/<int:number>/steps/<verb>", methods=["GET", "POST"])
@asks_once(_closing)
def issue_step(slug: str, number: int, verb: str) -> ResponseReturnValue:
    network, issue = find_issue(slug, number)
    if verb not in ISSUE_STEPS or verb in {"route", "respond"}:
        raise NotFound
    require(actor(), ISSUE_STEPS[verb], issue)
    move = ISSUE.move(issue.state, verb, "a reason is asked for below")
    form = TopicStepForm()
    form.needs_reason = move.needs_reason
    form.target.choices = chosen_from([(0, "")])
    if form.validate_on_submit() and form.attempt(
        lambda: services.move_issue(actor(), issue, verb, form.reason.data or "")
    ):
        page = url_for("topics.issue", slug=slug, number=number)
        return done_in_passing(verb, issue.title, ISSUE.label(issue.state), page)
    return render_template("topics/issue_step.html", network=network, issue=issue, move=move, form=form), form.status


@blueprint.post("/issues/<int:number>/steps/<verb>/undo")
def undo_issue_step(slug: str, number: int, verb: str) -> ResponseReturnValue:
    _network, issue = find_issue(slug, number)
    if verb not in IN_PASSING:
        raise NotFound
    services.take_back_issue_step(actor(), issue, verb)
    return taken_back(url_for("topics.issue", slug=slug, number=number))


def _owners(network: LearningNetwork) -> list[tuple[int, str]]:
    """Members who could own it, each once; the first choice is nobody in particular."""
    people = {each.person_id: each.person.name for each in networks.members(network, seen_by=actor())}
    return [(0, "Nobody in particular"), *sorted(people.items(), key=lambda pair: pair[1])]


def _back(slug: str, number: int) -> Response:
    return redirect(own_path(request.form.get("next"), url_for("topics.issue", slug=slug, number=number)), 303)
