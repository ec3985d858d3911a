"""Pages of replies: the list, one reply, drafting and changing one, and the chair's and the moderator's steps."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.errors import NotFound
from app.core.language.spoken import gettext
from app.core.numbers import names_a_row
from app.core.permissions import allowed, require
from app.networks import queries as networks
from app.networks.models import LearningNetwork
from app.replies import queries, services
from app.replies.forms import ReplyForm, ReplyStepForm, SendReplyBackForm
from app.replies.lifecycle import REPLY
from app.replies.models import LoopReply, ReplyStatus
from app.replies.panels import place_of
from app.replies.policy import Permission
from app.topics import queries as topics
from app.topics.models import AdditionalIssue, TrickyTopic
from app.web.actor import actor
from app.web.page.asking import Question, asks_once
from app.web.page.panels import collect
from app.web.serving.uploads import takes_files

blueprint = Blueprint("replies", __name__, template_folder="templates")

ALL = "/networks/<slug>/replies"
ONE = f"{ALL}/<int:number>"

#: What `?show=` of the list may say, with the words of its tab.
TABS = {"": "All", "done": "Done", "in-progress": "In progress", "no": "No, because…"}
STATUS = {"done": ReplyStatus.DONE, "in-progress": ReplyStatus.IN_PROGRESS, "no": ReplyStatus.WILL_NOT_DO}


@blueprint.get(ALL)
def replies(slug: str) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    show = request.args.get("show", "")
    page = queries.replies(network, seen_by=actor(), status=STATUS.get(show), after=request.args.get("after"))
    may_draft = allowed(actor(), Permission.DRAFT, network)
    return render_template(
        "replies/replies.html",
        network=network,
        page=page,
        show=show if show in TABS else "",
        tab_words=TABS,
        preparing=queries.in_preparation(network, seen_by=actor()) if may_draft else [],
        unanswered=collect("replies.unanswered", actor=actor(), network=network),
        may_draft=may_draft,
        lifecycle=REPLY,
    )


@blueprint.get(ONE)
def reply(slug: str, number: int) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    return _show(network, queries.reply(network, number, seen_by=actor()))


@blueprint.route(f"{ALL}/new", methods=["GET", "POST"])
@takes_files
def new_reply(slug: str) -> ResponseReturnValue:
    """The form, begun with what is on record about the topic or issue."""
    network = networks.network(slug, seen_by=actor())
    subject = _subject(network)
    require(actor(), Permission.DRAFT, subject)
    known = queries.prefill(subject, seen_by=actor())
    form = ReplyForm().asks_of(actor(), network.id)
    form.offer(known.actions)
    if not form.is_submitted():
        form.begin_with(known)
    elif form.may_go(network) and (
        made := form.publish(network, lambda: services.draft_reply(actor(), subject, form.words()))
    ):
        flash(gettext("Drafted. The chair is asked to approve it."), "done")
        return redirect(url_for("replies.reply", slug=slug, number=made.number), 303)
    page = render_template(
        "replies/write.html", network=network, subject=subject, place=place_of(network, subject), form=form
    )
    return page, form.shown_as


@blueprint.route(f"{ONE}/edit", methods=["GET", "POST"])
@takes_files
def edit_reply(slug: str, number: int) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    found = queries.reply(network, number, seen_by=actor())
    require(actor(), Permission.EDIT, found)
    form = ReplyForm().asks_of(actor(), network.id, f"{found.you_said_md}\n\n{found.we_did_md}")
    form.offer(queries.choosable_actions(found, seen_by=actor()))
    if not form.is_submitted():
        form.show(found)
    elif form.may_go(network) and form.publish(network, lambda: _edit(found, form)):
        flash(gettext("Saved. The chair is asked to approve these words."), "done")
        return redirect(url_for("replies.reply", slug=slug, number=number), 303)
    return _form_again(network, number, form)


def _edit(found: LoopReply, form: ReplyForm) -> bool:
    services.edit_reply(actor(), found, form.words(), seen=form.seen_version)
    return True


def _form_again(network: LearningNetwork, number: int, form: ReplyForm) -> ResponseReturnValue:
    # What a refused change had touched was undone, and with it what had been loaded.
    found = queries.reply(network, number, seen_by=actor())
    if form.conflict:
        form.now_seen(found.version)
    place = place_of(network, found.subject)
    page = render_template(
        "replies/write.html", network=network, subject=found.subject, place=place, form=form, reply=found
    )
    return page, form.shown_as


@blueprint.post(f"{ONE}/approve")
def approve_reply(slug: str, number: int) -> ResponseReturnValue:
    form = ReplyStepForm()
    return _step(
        slug, number, form, "Approved.", lambda it: services.approve_reply(actor(), it, seen=form.seen_version)
    )


def _publishing(slug: str, number: int) -> Question:
    """Nobody is counted: a number would say how many voted (decision 0007)."""
    found = queries.reply(networks.network(slug, seen_by=actor()), number, seen_by=actor())
    told = [
        gettext("Everyone who raised it, posted under it or voted on it is told once, by a letter that does not wait."),
        gettext("The words are fixed. A correction is another reply."),
    ]
    return Question(
        gettext("Publish this reply?"),
        gettext("Publish and tell everyone who spoke"),
        told,
        kind="primary",
        about=found.subject.title,
    )


@blueprint.post(f"{ONE}/publish")
@asks_once(_publishing)
def publish_reply(slug: str, number: int) -> ResponseReturnValue:
    told = gettext("Published. Everyone who raised, posted or voted is being told.")
    return _step(slug, number, ReplyStepForm(), told, lambda it: services.publish_reply(actor(), it))


@blueprint.post(f"{ONE}/acknowledge")
def acknowledge_reply(slug: str, number: int) -> ResponseReturnValue:
    return _step(
        slug, number, ReplyStepForm(), gettext("Thank you."), lambda it: services.acknowledge_reply(actor(), it)
    )


@blueprint.post(f"{ONE}/send-back")
def send_back_reply(slug: str, number: int) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    found = queries.reply(network, number, seen_by=actor())
    require(actor(), Permission.SEND_BACK, found)
    form = SendReplyBackForm()
    if not form.validate_on_submit():
        return _show(network, found, form)
    services.send_back_reply(actor(), found, form.reason.data or "")
    flash(gettext("Sent back to the person who wrote it."), "done")
    return redirect(url_for("replies.reply", slug=slug, number=number), 303)


def _step(
    slug: str, number: int, form: ReplyStepForm, done: str, take: Callable[[LoopReply], None]
) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    found = queries.reply(network, number, seen_by=actor())
    form.expect_sound()
    take(found)
    flash(done, "done")
    return redirect(url_for("replies.reply", slug=slug, number=number), 303)


def _show(
    network: LearningNetwork, found: LoopReply, send_back: SendReplyBackForm | None = None
) -> ResponseReturnValue:
    page = render_template(
        "replies/reply.html",
        network=network,
        reply=found,
        place=place_of(network, found.subject),
        corrected_by=queries.corrected_by(found, seen_by=actor()),
        corrects=queries.corrects(found, seen_by=actor()),
        acknowledged=queries.acknowledged(found, seen_by=actor()),
        send_back=send_back or SendReplyBackForm(formdata=None),
        lifecycle=REPLY,
        Permission=Permission,
    )
    return page, send_back.status if send_back else 200


def _subject(network: LearningNetwork) -> TrickyTopic | AdditionalIssue:
    """The topic or issue that `?topic=` or `?issue=` names; NotFound for anything else."""
    for kind, find in (("topic", topics.topic), ("issue", topics.issue)):
        number = request.args.get(kind, "")
        if names_a_row(number):
            return find(network, int(number), seen_by=actor())
    raise NotFound
