"""The page of one action, with the forms of the steps that are open now."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from app.actions import queries
from app.actions.claims import claim_of
from app.actions.export import is_overdue
from app.actions.forms import ActionNoteForm, BlockActionForm, CriticalForm, DropForm, SendActionBackForm
from app.actions.lifecycle import ACTION
from app.actions.models import Action
from app.actions.policy import Permission
from app.networks import queries as networks
from app.networks.models import LearningNetwork
from app.web.actor import actor
from app.web.forms import BaseForm, PlainForm

blueprint = Blueprint("actions", __name__, template_folder="../templates")

#: Forms that may stand on the page, by the name under which its template knows them.
FORMS: dict[str, type[BaseForm]] = {
    "note": ActionNoteForm,
    "block": BlockActionForm,
    "drop": DropForm,
    "send_back": SendActionBackForm,
    "critical": CriticalForm,
    "plain": PlainForm,
}


@dataclass
class ActionContext:
    """An action with the network around it, as every view of one needs them."""

    network: LearningNetwork
    number: int
    action: Action

    @property
    def url(self) -> str:
        return url_for("actions.action", slug=self.network.slug, number=self.number)


def action_at(slug: str, number: int) -> ActionContext:
    network = networks.network(slug, seen_by=actor())
    return ActionContext(network, number, queries.action(network, number, seen_by=actor()))


def show(where: ActionContext, faulty: BaseForm | None = None) -> ResponseReturnValue:
    """The page; `faulty` stands in place of its fresh form, with what was typed and what is wrong."""
    # What a refused step had changed was undone, and with it what had been loaded.
    one = queries.action(where.network, where.number, seen_by=actor()) if faulty else where.action
    forms = {name: faulty if type(faulty) is form else form(formdata=None) for name, form in FORMS.items()}
    page = render_template(
        "actions/action.html",
        network=where.network,
        action=one,
        lifecycle=ACTION,
        Permission=Permission,
        overdue=is_overdue(one),
        claim=claim_of(one) if one.state == "done" else None,
        former=networks.former_names(where.network.id, seen_by=actor()),
        history=queries.history(one, seen_by=actor()),
        forms=forms,
        faulty=faulty,
    )
    return page, faulty.status if faulty else 200
