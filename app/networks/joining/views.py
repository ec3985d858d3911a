"""Joining by a link: the page behind it, the answer to its letter, and the page of those who answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import oneself
from app.accounts.views.routes import limit_of_sign_ins
from app.core.errors import NotFound
from app.core.language.spoken import gettext
from app.core.secrets.signed_links import read_to_confirm, read_to_join, sign_to_join
from app.core.text import addresses
from app.networks.joining import queries, services
from app.networks.joining.forms import AnswerRequestForm, AskToJoinForm, JoinLinkForm
from app.networks.joining.models import JoinLink, JoinState
from app.networks.models import LearningNetwork, Role
from app.networks.queries import network_with_members
from app.networks.queries.people import ROLE_NAMES
from app.networks.views.routes import blueprint
from app.web.actor import actor, public
from app.web.extensions import limiter
from app.web.forms import PlainForm
from app.web.page.asking import Question, asks_once

T = TypeVar("T")


@blueprint.route("/join/<token>", methods=["GET", "POST"])
@public
@limiter.limit(limit_of_sign_ins, methods=["POST"])
def join(token: str) -> ResponseReturnValue:
    """What the network is, and the way to ask. Nobody who is no member sees more of it than module and purpose."""
    link = _behind(token, read_to_join, queries.link_by_handle)
    if link is None:
        return _gone()
    return _join_signed_in(link) if actor().signed_in else _join_by_address(link)


def _join_signed_in(link: JoinLink) -> ResponseReturnValue:
    me, form = oneself(seen_by=actor()), PlainForm()
    own = addresses.for_envelope(me.email)
    if form.validate_on_submit() and form.attempt(lambda: services.ask_to_join(actor(), link, email=own, name=me.name)):
        return redirect(request.full_path.rstrip("?"), 303)
    asked = queries.own_request(link, own, seen_by=actor())
    shown = {"asked": asked, "email": own, "is_member": bool(actor().roles_in(link.network_id))}
    return render_template("networks/join.html", link=link, form=form, JoinState=JoinState, **shown), form.status


def _join_by_address(link: JoinLink) -> ResponseReturnValue:
    form = AskToJoinForm()
    email, name = form.email.data or "", form.name.data or ""
    if form.validate_on_submit() and form.attempt(lambda: services.ask_to_join(actor(), link, email=email, name=name)):
        return render_template("networks/join_sent.html", email=email)
    shown = {"asked": None, "email": "", "is_member": False}
    return render_template("networks/join.html", link=link, form=form, JoinState=JoinState, **shown), form.status


@blueprint.route("/join/confirm/<token>", methods=["GET", "POST"])
@public
@limiter.limit(limit_of_sign_ins, methods=["POST"])
def confirm_joining(token: str) -> ResponseReturnValue:
    """Looking changes nothing: programs that check mail open every link."""
    asked = _behind(token, read_to_confirm, queries.request_by_handle)
    if asked is None or (asked.state is JoinState.UNCONFIRMED and not asked.link.works):
        return _gone()
    form = PlainForm()
    if form.validate_on_submit() and form.succeeds(lambda: services.confirm(asked)):
        return redirect(request.full_path.rstrip("?"), 303)
    is_member = queries.is_member_by_address(asked.network_id, asked.email)
    page = render_template(
        "networks/join_confirm.html", asked=asked, form=form, JoinState=JoinState, is_member=is_member
    )
    return page, form.status


def _behind(token: str, read: Callable[[str, str], str], find: Callable[[str], T]) -> T | None:
    """What a signed link leads to; None where it leads nowhere. A stranger would be asked to sign in by a NotFound."""
    try:
        return find(read(token, current_app.config["SECRET_KEY"]))
    except NotFound:
        return None


def _gone() -> ResponseReturnValue:
    return render_template("networks/join_gone.html"), 404


@blueprint.route("/networks/<slug>/members/joining", methods=["GET", "POST"])
def joining(slug: str) -> ResponseReturnValue:
    """Who asks to join, the links that work, and the form that makes one."""
    network, form = network_with_members(slug, seen_by=actor()), JoinLinkForm()
    if form.validate_on_submit() and form.attempt(lambda: _make(network, form)):
        flash(gettext("The link is made. Copy it, and pass it on."), "done")
        return redirect(_page_of(network) + "#links", 303)
    return _page(network, form), form.status


def _make(network: LearningNetwork, form: JoinLinkForm) -> JoinLink:
    domains = (form.domains.data or "").replace(",", " ").replace(";", " ").split()
    assert form.ends_on.data is not None
    role = Role(form.role.data)
    return services.make_link(actor(), network, role=role, domains=domains, ends_on=form.ends_on.data)


def _withdrawing(slug: str, link_id: int) -> Question | None:
    network = network_with_members(slug, seen_by=actor())
    if link_id not in {link.id for link in queries.links(network, seen_by=actor())}:
        return None
    told = [gettext("Nobody asks to join by it any more. Whoever has asked still waits for your answer.")]
    return Question(
        gettext("Withdraw this link?"),
        gettext("Withdraw it"),
        told,
        gettext("You can make another one."),
        about=network.module.code,
    )


@blueprint.post("/networks/<slug>/members/joining/links/<int:link_id>/withdraw")
@asks_once(_withdrawing)
def withdraw_link(slug: str, link_id: int) -> ResponseReturnValue:
    network = network_with_members(slug, seen_by=actor())
    services.withdraw_link(actor(), network, link_id)
    flash(gettext("The link does not work any more."), "done")
    return redirect(_page_of(network), 303)


@blueprint.post("/networks/<slug>/members/joining/requests/<int:request_id>")
def answer_request(slug: str, request_id: int) -> ResponseReturnValue:
    """Let them in, or decline with a sentence."""
    network, form = network_with_members(slug, seen_by=actor()), AnswerRequestForm()
    approve, reason = "approve" in request.form, form.reason.data or ""
    if form.validate_on_submit() and (
        answered := form.attempt(
            lambda: services.answer_request(actor(), network, request_id, approve=approve, reason=reason)
        )
    ):
        done = (
            "{} is a member now, and is told by mail." if approve else "{} is told by mail that you declined, and why."
        )
        flash(done.format(answered.name), "done")
        return redirect(_page_of(network), 303)
    return _page(network, JoinLinkForm(formdata=None), answering=(request_id, form)), form.status


def _page(network: LearningNetwork, form: JoinLinkForm, answering: tuple[int, AnswerRequestForm] | None = None) -> str:
    secret = current_app.config["SECRET_KEY"]
    found = queries.links(network, seen_by=actor())
    more: dict[str, Any] = {"answering": answering[0], "answer": answering[1]} if answering else {}
    return render_template(
        "networks/joining.html",
        network=network if actor().roles_in(network.id) else None,
        of=network,
        form=form,
        requests=queries.requests(network, seen_by=actor()),
        links=[(link, url_for("networks.join", token=sign_to_join(link.handle, secret))) for link in found],
        role_names=ROLE_NAMES,
        **{"answering": 0, "answer": AnswerRequestForm(formdata=None), **more},
    )


def _page_of(network: LearningNetwork) -> str:
    return url_for("networks.joining", slug=network.slug)
