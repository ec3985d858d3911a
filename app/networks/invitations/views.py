"""The pages of those who invite many: a list, its preview, and letters sent again."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.concurrency.receipts import keep_receipt
from app.core.errors import Conflict, Invalid
from app.core.language.spoken import gettext, lazy_gettext, ngettext
from app.core.numbers import names_a_row
from app.core.permissions import require
from app.networks.forms import ROLE_CHOICES
from app.networks.invitations import services
from app.networks.invitations.forms import InviteSeveralForm
from app.networks.invitations.pasted import remaining
from app.networks.invitations.queries import preview, roles_to_give
from app.networks.invitations.sorting import Sorted, Standing, sound
from app.networks.models import LearningNetwork
from app.networks.policy import Permission
from app.networks.queries import network_with_members
from app.networks.queries.people import ROLE_NAMES
from app.networks.views.routes import blueprint
from app.networks.views.steps import after_step
from app.web.actor import actor
from app.web.extensions import limiter
from app.web.transaction import key_of_this_form

CHANGED = lazy_gettext("The list was changed after its preview. Look at the new one, then press again.")


@blueprint.route("/networks/<slug>/members/several", methods=["GET", "POST"])
@limiter.limit("60 per minute", methods=["POST"])
def invite_several(slug: str) -> ResponseReturnValue:
    """A list, its preview, and the press that sends. What is sent is what its preview was shown of."""
    network = network_with_members(slug, seen_by=actor())
    require(actor(), Permission.INVITE, network)
    form, rows = several_form(network), []
    if form.validate_on_submit() and form.succeeds(form.take_file_in):
        sent = form.attempt(lambda: _send(form, network)) if _meant(form) else None
        if sent is not None:
            return _sent(network, form, sent)
        rows = form.attempt(lambda: preview(network, form.pasted.data or "", form.role, seen_by=actor())) or []
    return _page(network, form, rows), form.status if form.errors or form.fault or not rows else 200


def several_form(network: LearningNetwork, **more: Any) -> InviteSeveralForm:
    """The form with the roles that the reader may give."""
    form = InviteSeveralForm(**more)
    may_give = roles_to_give(network, actor())
    form.usual_role.choices = {role.value: words for role, words in ROLE_CHOICES.items() if role in may_give}
    return form


def _meant(form: InviteSeveralForm) -> bool:
    if "send" not in request.form:
        return False
    if form.previewed.data != form.list_shown:
        form.fault = Invalid(CHANGED)
    return form.fault is None


def _send(form: InviteSeveralForm, network: LearningNetwork) -> services.Sent:
    wanted = form.with_doubtful.data
    return services.invite_several(actor(), network, form.pasted.data or "", form.role, with_doubtful=wanted)


def _sent(network: LearningNetwork, form: InviteSeveralForm, sent: services.Sent) -> ResponseReturnValue:
    """To the members, if every line is settled. Else the lines that are left stand in the answer to this very form, and
    nowhere else: so its receipt is kept here.
    """
    done = ngettext(
        "%(count)s person is invited, and told by mail.",
        "%(count)s people are invited, and told by mail.",
        len(sent.invited),
    )
    if not sent.left:
        flash(done, "done")
        here = url_for("networks.invite_several", slug=network.slug)
        return redirect(after_step(network, here, otherwise=_members(network)), 303)
    receipt_key = key_of_this_form()
    if receipt_key and not keep_receipt(receipt_key, actor().person_id, _members(network)):
        raise Conflict(gettext("This list was sent at the same moment."))
    rest = remaining(form.pasted.data or "", [row.entry for row in sent.left])
    refused = [row for row in sent.left if row.standing is Standing.FAULTY and row.entry.email]
    form = several_form(network)
    form.renew(rest)
    rows = preview(network, rest, form.role, seen_by=actor())
    return _page(network, form, rows, done=done, refused=refused), 200


def _page(network: LearningNetwork, form: InviteSeveralForm, rows: list[Sorted], **more: Any) -> str:
    form.previewed.data = form.list_shown
    return render_template(
        "networks/invite_several.html",
        network=network if actor().roles_in(network.id) else None,
        of=network,
        form=form,
        rows={standing: [row for row in rows if row.standing is standing] for standing in Standing},
        any_rows=bool(rows),
        role_names=ROLE_NAMES,
        ready=len(sound(rows)),
        most=services.MOST_AT_ONCE,
        **{"done": "", "refused": [], **more},
    )


@blueprint.post("/networks/<slug>/members/send-again")
@limiter.limit("20 per minute")
def send_again(slug: str) -> ResponseReturnValue:
    """A fresh letter to one who has not begun, or to all of them."""
    network = network_with_members(slug, seen_by=actor())
    one = request.form.get("person", "")
    many = services.send_again(actor(), network, int(one) if names_a_row(one) else None)
    flash(
        ngettext(
            "%(count)s fresh letter is on the way. Earlier links work, too.",
            "%(count)s fresh letters are on the way. Earlier links work, too.",
            many,
        ),
        "done",
    )
    return redirect(_members(network) + "#unanswered", 303)


def _members(network: LearningNetwork) -> str:
    return url_for("networks.members", slug=network.slug)
