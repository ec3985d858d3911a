"""The steps of one action: progress, start, block, unblock, done, verify, send back, drop, critical."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from app.actions import services
from app.actions.forms import ActionNoteForm, BlockActionForm, CriticalForm, DropForm, SendActionBackForm
from app.actions.views.page import ActionContext, action_at, blueprint, show
from app.core.language.spoken import gettext
from app.web.actor import actor
from app.web.forms import BaseForm, PlainForm
from app.web.page.asking import Question, asks_once, said
from app.web.page.redirects import own_path
from app.web.page.undoing import offer_undo, undone

ONE = "/networks/<slug>/actions/<int:number>"


@blueprint.post(f"{ONE}/notes")
def note(slug: str, number: int) -> ResponseReturnValue:
    where, form = action_at(slug, number), ActionNoteForm()
    return _take(where, form, lambda: services.note_progress(actor(), where.action, form.note.data or ""), "Noted.")


@blueprint.post(f"{ONE}/start")
def start(slug: str, number: int) -> ResponseReturnValue:
    return _move(action_at(slug, number), "start", gettext("It is in progress."))


@blueprint.post(f"{ONE}/unblock")
def unblock(slug: str, number: int) -> ResponseReturnValue:
    return _move(action_at(slug, number), "unblock", gettext("It is in progress again."))


@blueprint.post(f"{ONE}/finish")
def finish(slug: str, number: int) -> ResponseReturnValue:
    return _move(action_at(slug, number), "finish", gettext("Done. The moderator or the chair verifies it."))


@blueprint.post(f"{ONE}/verify")
def verify(slug: str, number: int) -> ResponseReturnValue:
    where = action_at(slug, number)
    back = own_path(request.form.get("next"), where.url)
    step = _step(where, "verify", lambda: "")
    if back == where.url:
        return _take(where, PlainForm(), step, "Verified.")
    if not (form := PlainForm()).validate_on_submit() or not form.succeeds(step):
        return show(where, form)
    offer_undo(where.action.title, gettext("Verified."), f"{request.path}/undo")
    return redirect(back, 303)


@blueprint.post(f"{ONE}/verify/undo")
def undo_verify(slug: str, number: int) -> ResponseReturnValue:
    where = action_at(slug, number)
    services.take_back_verification(actor(), where.action)
    undone()
    flash(gettext("Taken back: it is as it was before."), "done")
    return redirect(own_path(request.form.get("next"), where.url), 303)


@blueprint.post(f"{ONE}/block")
def block(slug: str, number: int) -> ResponseReturnValue:
    where, form = action_at(slug, number), BlockActionForm()
    step = _step(where, "block", lambda: form.block_reason.data)
    return _take(where, form, step, gettext("It is blocked, and everybody can see by what."))


@blueprint.post(f"{ONE}/send-back")
def send_back(slug: str, number: int) -> ResponseReturnValue:
    where, form = action_at(slug, number), SendActionBackForm()
    return _take(
        where, form, _step(where, "send_back", lambda: form.send_back_reason.data), gettext("Sent back to its owner.")
    )


def _dropping(slug: str, number: int) -> Question | None:
    told, about = [gettext("It ends here, and everybody reads why.")], action_at(slug, number).action.title
    return (
        Question(gettext("Drop this action?"), gettext("Drop it"), told, about=about) if said("drop_reason") else None
    )


@blueprint.post(f"{ONE}/drop")
@asks_once(_dropping)
def drop(slug: str, number: int) -> ResponseReturnValue:
    where, form = action_at(slug, number), DropForm()
    return _take(where, form, _step(where, "drop", lambda: form.drop_reason.data), "Dropped.")


@blueprint.post(f"{ONE}/critical")
def critical(slug: str, number: int) -> ResponseReturnValue:
    where, form = action_at(slug, number), CriticalForm()
    reason = form.critical_reason
    return _take(
        where,
        form,
        lambda: services.flag_critical(actor(), where.action, reason.data or ""),
        gettext("Marked as critical."),
    )


@blueprint.post(f"{ONE}/not-critical")
def not_critical(slug: str, number: int) -> ResponseReturnValue:
    where = action_at(slug, number)
    return _take(
        where, PlainForm(), lambda: services.unflag_critical(actor(), where.action), gettext("No longer critical.")
    )


def _move(where: ActionContext, verb: str, done: str) -> ResponseReturnValue:
    return _take(where, PlainForm(), _step(where, verb, lambda: ""), done)


def _step(where: ActionContext, verb: str, reason: Callable[[], str | None]) -> Callable[[], None]:
    return lambda: services.move_action(actor(), where.action, verb, reason() or "")


def _take(where: ActionContext, form: BaseForm, step: Callable[[], Any], done: str) -> ResponseReturnValue:
    """Take the step and go back to the page, or show the page again with what is wrong."""
    if form.validate_on_submit() and form.succeeds(step):
        flash(done, "done")
        return redirect(own_path(request.form.get("next"), where.url), 303)
    return show(where, form)
