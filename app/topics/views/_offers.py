"""The steps that a topic's or an issue's page offers to its reader: the likeliest first, a verdict among its equals."""

from __future__ import annotations

from typing import NamedTuple

from flask import flash, redirect, request
from werkzeug.wrappers import Response

from app.core.actor import Actor
from app.core.language.spoken import gettext
from app.core.lifecycle import Move
from app.core.permissions import allowed
from app.topics.lifecycle import ISSUE, TOPIC
from app.topics.models import AdditionalIssue, TrickyTopic
from app.topics.policy import ISSUE_STEPS, TOPIC_STEPS
from app.web.page.redirects import own_path
from app.web.page.undoing import offer_undo, undone

#: The step that most often comes next in a state.
_LIKELIEST = {
    "suggested": "accept",
    "under_discussion": "shortlist",
    "shortlisted": "prioritise",
    "raised": "acknowledge",
    "acknowledged": "route",
    "routed": "respond",
    "responded": "close",
}
#: They ask for no words, so a button takes them at once, also on home and on the desk (`at_once` of app/standing/panels.py).
IN_PASSING = frozenset({"accept", "acknowledge"})
#: Words where those of the move would not say enough.
_LABELS = {
    ("parked", "reopen"): "Take it up again",
    ("routed", "route"): "Route to another owner",
    ("responded", "respond"): "Change the answer",
}
#: Steps with a page of their own.
_OWN_PAGES = frozenset({"route", "respond"})


class Offer(NamedTuple):
    """A step that is open now and that the reader may take, and where."""

    verb: str
    label: str
    address: str
    at_once: bool


class OfferedSteps(NamedTuple):
    """The likeliest, if the reader may take it; verdicts, of which none is suggested; and the rest."""

    first: Offer | None
    verdicts: tuple[Offer, ...]
    others: tuple[Offer, ...]


def offered(subject: TrickyTopic | AdditionalIssue, here: str, reader: Actor) -> OfferedSteps:
    """What may be done now with the topic or the issue; `here` is the address of its page."""
    lifecycle, permissions = (TOPIC, TOPIC_STEPS) if isinstance(subject, TrickyTopic) else (ISSUE, ISSUE_STEPS)
    offers = [
        _offer(move, subject.state, here)
        for move in lifecycle.moves_from(subject.state)
        if move.verb in permissions and allowed(reader, permissions[move.verb], subject)
    ]
    likeliest = _LIKELIEST.get(subject.state)
    verdicts = tuple(each for each in offers if each.verb.startswith("close_"))
    return OfferedSteps(
        first=next((each for each in offers if each.verb == likeliest), None),
        verdicts=verdicts,
        others=tuple(each for each in offers if each.verb != likeliest and each not in verdicts),
    )


def _offer(move: Move, state: str, here: str) -> Offer:
    label = _LABELS.get((state, move.verb)) or ("Reopen it" if move.verb == "reopen" else move.label)
    address = f"{here}/{move.verb}" if move.verb in _OWN_PAGES else f"{here}/steps/{move.verb}"
    return Offer(move.verb, label, address, move.verb in IN_PASSING)


def done_in_passing(verb: str, title: str, state: str, page: str) -> Response:
    """Back to where the button stood; its own page says it once, the others with a way to undo it."""
    back = own_path(request.form.get("next"), page)
    if back != page and verb in IN_PASSING:
        offer_undo(title, gettext("It is now: %(state)s", state=state), f"{request.path}/undo")
    else:
        flash(gettext("Done. It is now: %(state)s.", state=state), "done")
    return redirect(back, 303)


def taken_back(page: str) -> Response:
    undone()
    flash(gettext("Taken back: it is as it was before."), "done")
    return redirect(own_path(request.form.get("next"), page), 303)
