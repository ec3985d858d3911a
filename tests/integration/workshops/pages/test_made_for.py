"""Every form of a workshop carries what it was made for, and one from another page changes nothing.

All addresses that change something are asked of the site itself: a new one stands among `CASES`, or among `EXPLAINED`
with its reason. Each case reads its form from the page where it stands, as a browser would, and sends it three times:
without what it carries (refused as nobody's page), as of another page (409), and as it stands (taken).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from lxml.html import HtmlElement

from app.core.db import db
from app.workshops.pages.views.room import STEPS
from app.workshops.pages.views.workshop import HAVE_A_PAGE
from app.workshops.policy import MOVES
from tests.architecture.addresses import changes_something
from tests.client import Page
from tests.factories.ballots import a_ballot, a_straw_vote
from tests.factories.scenes import (
    Scene,
    at_phase,
    board,
    catching_up,
    concluded,
    delphi,
    discussed,
    ended,
    ids,
    lit,
    lobby,
    planned,
    ready,
    revealing,
    written,
)
from tests.factories.workshops import rows_of_workshops
from tests.people import World

HERE = "/networks/s215/workshops/1"
OWN_HAND = "one's own hand in the meeting, whatever the phase; it is down when the meeting ends"
BY_NAME = "names the person, theme or card, and says what is to be of it, whatever was before"
NEW = "makes something new of its own words, which takes nothing away"

#: What carries nothing of its page, with the reason.
EXPLAINED: dict[str, str] = {
    "new": NEW,
    "new_theme": NEW,
    "note_on_theme": NEW,
    "report_card": NEW,
    "invite": BY_NAME,
    "uninvite": BY_NAME,
    "change_part": f"{BY_NAME}; whoever is off the list by then is not invited again",
    "second": BY_NAME,
    "dismiss_suggestion": BY_NAME,
    "withdraw_card": "one's own card, which nobody else can have changed",
    "accept_all": "names the proposals that were read; those that are no longer proposed are left out",
    "decide_one": "names the cards of the proposal; those that were placed meanwhile stay where they are",
    "saved_template": "one name by its template; no workshop hangs on it",
    "drop_saved_template": "names the template; workshops planned with it keep their phases",
    "room_step:hand-up": OWN_HAND,
    "room_step:hand-down": OWN_HAND,
    "room_step:arrive": "being there, noted once, whatever the phase",
    "room_step:call": BY_NAME,
    "room_step:clear-hand": BY_NAME,
    "room_step:clear-hands": "names all hands that were read; those that went up since stay up",
    "room_step:discussed": BY_NAME,
    "room_step:not-discussed": BY_NAME,
    **{f"step:{verb}": "leads on to a page of its own, whose form carries it" for verb in HAVE_A_PAGE},
}


@dataclass(frozen=True)
class Case:
    """A form, on the page where it stands, and what it carries."""

    of: str
    scene: Scene
    page: str
    #: Its address; gaps are filled from `ids`.
    to: str
    given: dict[str, str] = field(default_factory=dict)
    carries: str = "version"
    #: What it carries on some other page.
    other: str = "987"
    #: Without it: nobody's page. A vote is shown to its voter once more instead, with what was chosen.
    unsaid: int = 400
    who: str = "marek"
    #: Of another page. What such a press was for has come about already where it is taken, and does nothing.
    late: int = 409


def step_of_the_room(name: str, scene: Scene, **more: Any) -> Case:
    return Case(f"room_step:{name}", scene, "/room", f"/room/{name}", **more)


def move(verb: str, scene: Scene, **given: str) -> Case:
    return Case(f"step:{verb}", scene, "", f"/steps/{verb}", given)


WHY = "It has to be."
AN_OUTCOME = {"kind": "no action", "reason": WHY}

CASES = [
    move("schedule", planned("draft")),
    move("open_collecting", planned("scheduled")),
    move("start", planned("collecting")),
    move("catch_up", lobby),
    move("open_ballot", catching_up),
    move("close", a_ballot),
    move("reopen", planned("closed"), reason=WHY),
    move("cancel", planned("scheduled"), reason=WHY),
    step_of_the_room("next", lobby),
    step_of_the_room("back", at_phase(1)),
    step_of_the_room("jump", lobby),
    step_of_the_room("extend", lobby),
    step_of_the_room("pause", lobby),
    step_of_the_room("resume", at_phase(0, stopped=True)),
    step_of_the_room("take-over", lobby, who="tomos"),
    step_of_the_room("card-by-card", at_phase(1)),
    step_of_the_room("next-card", revealing),
    Case("room_step:next-card", revealing, "/room", "/room/next-card", carries="ix", other="5", late=303),
    step_of_the_room("all-cards", revealing),
    step_of_the_room("ready", lobby, carries="ix", other="1", who="amina"),
    step_of_the_room("not-ready", ready, carries="ix", other="1", who="amina"),
    step_of_the_room("light", board),
    step_of_the_room("dark", lit, carries="theme", other="{other_theme}"),
    step_of_the_room("earlier", discussed, carries="order", other="{reversed}"),
    step_of_the_room("later", discussed, carries="order", other="{reversed}"),
    step_of_the_room("next-theme", lit, carries="theme", other="{other_theme}"),
    Case("room_step:next-theme", discussed, "/room", "/room/next-theme", carries="theme", other="{other_theme}"),
    Case("move_card", board, "/room", "/cards/{loose}/move", {"theme": "{theme}"}),
    Case("edit_theme", board, "/themes/{theme}/edit", "/themes/{theme}/edit", {"title": "Arrows"}),
    Case("merge_theme", board, "/themes/{theme}/edit", "/themes/{theme}/merge", {"target": "{other_theme}"}),
    Case("undo", board, "/board", "/themes/undo", carries="step"),
    Case("leave_card", board, "/room", "/cards/{reported}/leave", carries="seen"),
    Case("show_card_again", board, "/room", "/cards/{hidden}/show"),
    Case("hide_card", board, "/cards/{loose}/hide", "/cards/{loose}/hide", {"reason": WHY}),
    Case("cards", written, "/cards", "/cards", {"text": "A card"}, "made_for", "unattributed", who="amina"),
    Case("bring", board, "/bring/{post}", "/bring/{post}", {"text": "A card"}, "made_for", "unattributed", who="amina"),
    Case("edit_card", written, "/cards/{mine}/edit", "/cards/{mine}/edit", {"text": "Changed"}, who="amina"),
    Case("answer", planned("scheduled"), "", "/answer", {"answer": "yes"}, "made_for", "another day", who="amina"),
    Case("answer_by_link", planned("scheduled"), "{link}", "{link}", {"answer": "yes"}, "made_for", "x", who=""),
    Case("change", planned("scheduled"), "/change", "/change", {"title": "Another"}),
    Case("run_sheet", planned("scheduled"), "/run-sheet", "/run-sheet", {"lobby_title": "Hello"}),
    Case("dots", a_straw_vote, "/dots", "/dots", {}, "round", unsaid=409, who="amina"),
    Case("dot_budget", a_straw_vote, "/dots", "/dots/budget", {"dots": "9"}, "round", unsaid=409),
    Case("ballot", delphi, "/ballot", "/ballot", {"theme-{theme}": "5"}, "round", unsaid=409, who="amina"),
    Case("next_round", delphi, "/ballot", "/ballot/next-round", {}, "round", unsaid=409),
    Case("outcome", ended, "/outcomes/{theme}", "/outcomes/{theme}", AN_OUTCOME, "made_for", "another"),
    Case("outcome", concluded, "/outcomes/{theme}", "/outcomes/{theme}", AN_OUTCOME, "made_for", "nothing yet"),
    Case("section", ended, "/write-up/who", "/write-up/who", {"body": "We were seven."}),
    Case("publish", concluded, "/publish", "/publish"),
]


def test_every_form_of_a_workshop_is_tried_here_or_explained(app: Flask) -> None:
    known, tried = set(steps(app)), {case.of for case in CASES}
    assert known - tried - set(EXPLAINED) == set(), "carries nothing that is tried, and no reason why"
    assert (tried | set(EXPLAINED)) - known == set(), "there is no such step"
    assert tried & set(EXPLAINED) == set()
    assert all(len(reason.split()) > 3 for reason in EXPLAINED.values())


def steps(app: Flask) -> Iterator[str]:
    parts = {"room_step": STEPS, "step": MOVES}
    for rule in app.url_map.iter_rules():
        blueprint, _, name = rule.endpoint.partition(".")
        if blueprint == "workshops" and changes_something(rule):
            yield from (f"{name}:{each}" for each in parts[name]) if name in parts else (name,)


def name_of(case: Case) -> str:
    return f"{case.of}-{case.carries}"


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_what_is_pressed_on_another_page_changes_nothing(world: World, as_: Any, case: Case) -> None:
    workshop = case.scene(world)
    db.session.commit()
    known = ids(world, workshop)
    page, to = (address(part.format(**known)) for part in (case.page, case.to))
    client = as_(case.who or None)
    held = form_to(client.get(page), page, to)
    assert held.get(case.carries) is not None, f"{to} carries no {case.carries}: {sorted(held)}"
    sent = held | {name.format(**known): text.format(**known) for name, text in case.given.items()}
    before = rows_of_workshops()
    without = {name: text for name, text in sent.items() if name != case.carries}
    for confirmed in (False, True):  # whoever is asked once is told before they are asked
        assert client.post(to, without, once=False, confirmed=confirmed).status == case.unsaid
        assert rows_of_workshops() == before
        late = client.post(to, sent | {case.carries: case.other.format(**known)}, once=False, confirmed=confirmed)
        assert late.status == case.late, late.text[:300]
        assert rows_of_workshops() == before
    taken = client.post(to, sent, once=False)
    assert taken.status == 303, taken.text[:600]


def address(part: str) -> str:
    return f"/workshops/answer/{part}" if part.count(".") else HERE + part


def form_to(page: Page, here: str, to: str) -> dict[str, Any]:
    """What a browser would send to this address: by a form, or by a button that sends a form elsewhere."""
    for form in page.find_all("form"):
        if form.get("method") == "post" and (form.get("action") or here).split("?")[0] == to:
            return fields_of(form) | said_by(next(buttons_of(page, form), None))
    for button in page.find_all("button"):
        if button.get("formaction") == to:
            owner = page.root.get_element_by_id(button.get("form"))
            return fields_of(owner) | said_by(button)
    raise AssertionError(f"no form to {to}")


def buttons_of(page: Page, form: HtmlElement) -> Iterator[HtmlElement]:
    for button in page.find_all("button"):
        outside = form.get("id") and button.get("form") == form.get("id")
        if (outside or form in button.iterancestors()) and not button.get("formaction"):
            yield button


def said_by(button: HtmlElement | None) -> dict[str, Any]:
    return {button.get("name"): button.get("value")} if button is not None and button.get("name") else {}


def fields_of(form: HtmlElement) -> dict[str, Any]:
    held: dict[str, Any] = {}
    for name, value in form.form_values():
        text = "" if value == "on" else value  # what this parser makes of a ticked choice whose value is empty
        held[name] = (
            [*held[name], text] if isinstance(held.get(name), list) else [held[name], text] if name in held else text
        )
    held.pop("csrf_token")
    return held
