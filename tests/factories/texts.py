"""Every place in which one writes beside the forums: the address of its form, what else the form needs, and who reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from app.core.db import db
from tests.factories.interventions import a_topic
from tests.factories.replies import an_issue
from tests.factories.scenes import concluded
from tests.people import World


@dataclass(frozen=True)
class Written:
    """A form with a text, as it stands before somebody writes."""

    form: str
    who: str
    text: str
    page: str
    kind: str
    values: dict[str, Any] = field(default_factory=dict)
    #: Who may see the page by then, beside the writer.
    reader: str = "amina"


def _topic(world: World) -> Written:
    values = {"title": "Moles", "statement_md": ""}
    return Written("/networks/s215/topics/new", "ben", "statement_md", "/networks/s215/topics/1", "topic", values)


def _edited_topic(world: World) -> Written:
    topic = a_topic(world)
    page = f"/networks/s215/topics/{topic.number}"
    return Written(
        f"{page}/edit", "amina", "statement_md", page, "topic", {"title": topic.title, "version": "1"}, "ben"
    )


def _issue(world: World) -> Written:
    values = {"title": "Pace", "category": "pace"}
    return Written("/networks/s215/issues/new", "ben", "statement_md", "/networks/s215/issues/1", "issue", values)


def _answer(world: World) -> Written:
    issue = an_issue(world)
    issue.state = "routed"
    db.session.flush()
    page = f"/networks/s215/issues/{issue.number}"
    return Written(f"{page}/respond", "marek", "response_md", page, "issue", {"response": "done"})


def _case(world: World) -> Written:
    topic = a_topic(world)
    values = {"title": "Video", "kind": "other", "targets": [f"topic:{topic.id}"]}
    page = "/networks/s215/interventions/1"
    return Written("/networks/s215/interventions/new", "ben", "rationale", page, "intervention", values)


def _reply(world: World) -> Written:
    topic = a_topic(world)
    values = {"you_said": "They guess.", "became": "done", "action_id": "", "action_named": ""}
    page = "/networks/s215/replies/1"
    form = f"/networks/s215/replies/new?topic={topic.number}"
    return Written(form, "tomos", "we_did", page, "reply", values, "dilys")


def _write_up(world: World) -> Written:
    workshop = concluded(world)
    page = f"/networks/s215/workshops/{workshop.number}/write-up"
    return Written(f"{page}/who", "marek", "body", page, "write-up", {"version": "0"})


PLACES: dict[str, Callable[[World], Written]] = {
    "topic": _topic,
    "edited topic": _edited_topic,
    "issue": _issue,
    "answer": _answer,
    "case": _case,
    "reply": _reply,
    "write-up": _write_up,
}
