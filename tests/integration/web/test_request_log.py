"""One line for each request, found by the id that the error page names; nobody is in it, and no vote and no card."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

import log_lines
from app.core import mail, outbox
from app.core.db import db
from app.core.mail import Letter, owe
from app.forums import services as forums
from app.forums.models import ForumKind
from app.topics import services as topics
from app.web.serving import health
from app.web.serving.request_log import HEADER
from tests.architecture.addresses import address_of
from tests.client import StrictClient
from tests.factories.ballots import a_ballot
from tests.factories.boards import a_room, at, write_on_page
from tests.people import CAST, World

AS = Callable[[str | None], StrictClient]
VISITOR, BROWSER, TYPED = "203.0.113.77", "Braunbaer/4711", "zanzibarcanary"


class Written:
    """What stands in the log."""

    def __init__(self, stream: io.StringIO) -> None:
        self._stream = stream

    @property
    def text(self) -> str:
        return self._stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    @property
    def requests(self) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["event"] == "request"]


@pytest.fixture
def log(app: Flask) -> Iterator[Written]:
    """The log as the site writes it with LOG_FORMAT=json, into memory."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(log_lines.formatter("json"))
    root, ours = logging.getLogger(), logging.getLogger("app")
    before = ours.level
    ours.setLevel(logging.INFO)
    root.addHandler(handler)
    yield Written(stream)
    root.removeHandler(handler)
    ours.setLevel(before)


@pytest.fixture
def broken(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The front page meets a fault of ours, as a visitor would see it."""

    def fail() -> None:
        secret_of_somebody = TYPED
        raise ValueError(f"no number: {secret_of_somebody}")

    monkeypatch.setitem(app.view_functions, "networks.front", fail)
    monkeypatch.setitem(app.config, "TESTING", False)
    fail.is_public = True  # type: ignore[attr-defined]


def test_a_line_says_what_was_asked_and_how_long_it_took(as_: AS, world: World, log: Written) -> None:
    page = as_("ben").get(f"/networks/s215/forums/tricky-topics?q={TYPED}")
    (line,) = log.requests
    assert {name: line[name] for name in ("level", "event", "method", "route", "status", "id")} == {
        "level": "info",
        "event": "request",
        "method": "GET",
        "route": "/networks/<slug>/forums/<kind>",
        "status": 200,
        "id": page.answer.headers[HEADER],
    }
    assert 0 < line["ms"] < 60_000
    assert 3 < line["queries"] < 40
    assert list(line)[:2] == ["at", "level"]
    assert line["at"].endswith("Z")


@pytest.mark.parametrize(
    ("who", "address", "status"),
    [("ben", "/networks/s215/topics/99999", 404), ("ben", "/nowhere", 404), ("ben", "/networks/s215/set-up", 403)],
)
def test_the_error_page_names_the_id_of_its_line(
    as_: AS, world: World, log: Written, who: str, address: str, status: int
) -> None:
    page = as_(who).get(address, strict=False)
    assert page.status == status
    (line,) = log.requests
    assert f"If you write to somebody about this, name {line['id']}" in page.text
    assert (line["status"], line["id"]) == (status, page.answer.headers[HEADER])


def test_a_fragment_that_was_refused_names_it_too(as_: AS, world: World, log: Written) -> None:
    page = as_("ben").get("/networks/s215/set-up", strict=False, headers={"HX-Request": "true"})
    assert log.requests[0]["id"] in page.text


def test_a_fault_stands_there_with_its_places_and_nobodys_words(as_: AS, broken: None, log: Written) -> None:
    page = as_(None).get(f"/?q={TYPED}", strict=False, headers={"User-Agent": BROWSER})
    assert page.status == 500
    fault, line = log.lines
    assert fault["id"] == line["id"] == page.answer.headers[HEADER]
    assert line["id"] in page.text
    assert (fault["level"], fault["event"], line["status"], line["route"]) == ("error", "unexpected error", 500, "/")
    assert "in fail" in fault["fault"]
    assert fault["fault"].endswith("ValueError")
    for word in (TYPED, BROWSER):
        assert word not in log.text


def test_a_fault_in_a_request_that_leaves_no_line_is_found_all_the_same(
    app: Flask, as_: AS, world: World, broken: None, log: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.view_functions, "workshops.listing", app.view_functions["networks.front"])
    page = as_("ben").get("/networks/s215/workshops", strict=False)
    assert [line["id"] for line in log.lines] == [page.answer.headers[HEADER]] * 2
    assert log.requests[0]["id"] in page.text


def test_an_error_of_what_leaves_no_line_names_nothing_that_is_not_there(as_: AS, world: World, log: Written) -> None:
    page = as_("ben").get("/networks/s215/workshops/99", strict=False)
    assert page.status == 404
    assert "If you write to somebody" not in page.text
    assert log.text == ""


def test_a_walk_through_all_pages_leaves_nobody_in_the_log(
    app: Flask, as_: AS, world: World, log: Written, run_outbox: Callable[[], int]
) -> None:
    """Known names, addresses, words and machines go in; none may come out."""
    forums.start_discussion(world.actor("amina"), world.forum(ForumKind.START_HERE), TYPED, f"Words of {TYPED}.")
    topics.raise_topic(world.actor("amina"), world.s215, title=f"{TYPED} topic", statement_md="They mix up.")
    owe(Letter("k9", "amina@example.org", TYPED, TYPED), once="k9")
    run_outbox()
    headers = {"User-Agent": BROWSER, "X-Forwarded-For": VISITOR, "Referer": f"http://localhost/{TYPED}"}
    for name in ("amina", "dilys", "ada", None):
        client = as_(name)
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint not in {"workshops.stream", "workshops.write_up_pdf"}:
                address = address_of(rule).replace("/networks/x", "/networks/s215")
                client.get(f"{address}?q={TYPED}", strict=False, headers=headers, environ_base={"REMOTE_ADDR": VISITOR})
        client.post("/sign-in", {"email": "amina@example.org", "password": TYPED})
        client.post(f"/nowhere/{TYPED}", {"text": TYPED})
    assert len(log.requests) > 200
    said = "\n".join(str({name: value for name, value in line.items() if name != "id"}) for line in log.lines).lower()
    names = {getattr(world, name).name.lower() for name in CAST} | set(CAST)
    for word in (TYPED, BROWSER.lower(), VISITOR, "@", "example.org", "s215", "localhost", *names):
        assert word not in said, word


def test_writing_a_card_and_voting_leave_no_line(as_: AS, world: World, log: Written, run_outbox: Any) -> None:
    room, amina = a_room(world, "collect"), as_("amina")
    assert write_on_page(amina, room, kind="problem example", text=f"They write {TYPED}.", codes=["1a"]).status == 303
    amina.get(f"{at(room)}/board")
    topic = topics.raise_topic(world.actor("amina"), world.s215, title="A topic", statement_md="They mix up.")
    db.session.commit()
    amina.post(f"/networks/s215/topics/{topic.number}/vote", {"wish": "cast"}, once=False)
    run_outbox()
    assert [line for line in log.lines if line.get("kind") != "search.index"] == []


def test_voting_in_a_sealed_ballot_leaves_no_line(as_: AS, world: World, log: Written, run_outbox: Any) -> None:
    workshop = a_ballot(world)
    amina = as_("amina")
    page = amina.get(f"{at(workshop)}/ballot")
    amina.post(f"{at(workshop)}/ballot", page.values())
    run_outbox()
    assert log.text == ""


def test_a_supervisors_question_leaves_a_line_only_when_something_is_wrong(
    app: Flask, log: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.test_client().get("/healthz")
    monkeypatch.setattr(health, "_checks", {"odd": lambda: "it is odd"})
    app.test_client().get("/readyz")
    assert [(line["route"], line["status"]) for line in log.requests] == [("/readyz", 503)]


def test_work_of_the_site_is_a_line_without_whom_it_was_for(
    app: Flask, log: Written, run_outbox: Callable[[], int]
) -> None:
    owe(Letter("k1", "amina@example.org", TYPED, TYPED), once="k1")
    run_outbox()
    (line,) = [each for each in log.lines if each["event"] == "work done"]
    assert set(line) == {"at", "level", "event", "kind", "ms"}
    assert line["kind"] == mail.KIND


def test_work_that_failed_says_why_and_not_for_whom(
    app: Flask, log: Written, run_outbox: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_payload: dict[str, Any]) -> None:
        raise ConnectionRefusedError(111, "Connection refused", "amina@example.org")

    for kind in (mail.KIND, "workshops.embed"):
        monkeypatch.setitem(outbox._handlers, kind, refuse)
    owe(Letter("k1", "amina@example.org", TYPED, TYPED), once="k1")
    outbox.enqueue("workshops.embed", {"card": 4711})
    run_outbox()
    (line,) = log.lines
    assert (line["event"], line["kind"], line["why"], line["said"]) == (
        "work failed",
        mail.KIND,
        "ConnectionRefusedError",
        "Connection refused",
    )
    assert "amina" not in log.text


def test_a_method_that_is_none_and_a_strangers_id_are_not_repeated(app: Flask, log: Written) -> None:
    answer = app.test_client().open("/", method="ZANZIBAR", headers={HEADER: TYPED})
    assert log.requests[0]["method"] == "other"
    assert answer.headers.getlist(HEADER) == [log.requests[0]["id"]]
    assert TYPED not in log.text
