"""Which requests are measured, and how many queries each asks."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from flask import Flask
from sqlalchemy import event

from app.core.db import db
from tests.bench.client import Connection, Make

NETWORK = "l000"


@dataclass(frozen=True)
class Request:
    name: str
    make: Make
    #: The share of the floor's requests per second to reach, or None where no target is set.
    target: float | None
    path: str = ""


def get(name: str, path: str, target: float | None = None) -> Request:
    return Request(name, lambda _n: ("GET", path, None), target, path)


def requests(connection: Connection, topic: str) -> list[Request]:
    """The list of the issue. `topic` is the address of a topic with an overlay."""
    discussion = f"/networks/{NETWORK}/discussions/1"
    token = connection.token(discussion)

    def reply(_n: int) -> tuple[str, str, dict[str, str]]:
        form = {"csrf_token": token, "form_key": secrets.token_hex(8), "body": "It is quiet here too, and late."}
        return "POST", f"/networks/{NETWORK}/discussions/{2 + _n % 150}/reply", form

    def vote(n: int) -> tuple[str, str, dict[str, str]]:
        wish = "cast" if (n // 40) % 2 == 0 else "withdraw"
        return "POST", f"/networks/{NETWORK}/topics/{1 + n % 40}/vote", {"csrf_token": token, "wish": wish}

    return [
        get("front page", "/"),
        get("home", "/home", 0.40),
        get("network page", f"/networks/{NETWORK}", 0.40),
        get("discussion list", f"/networks/{NETWORK}/forums/tricky-topics", 0.40),
        get("discussion, 20 posts", discussion, 0.40),
        get("topic list", f"/networks/{NETWORK}/topics", 0.40),
        get("topic page with overlay", topic, 0.25),
        get("search", f"/networks/{NETWORK}/search?q=quiet"),
        Request("posting a reply", reply, None),
        Request("voting", vote, None),
    ]


def count_queries(app: Flask, path: str, cookie: str) -> int:
    """How many statements one request sends, begin and commit left out."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    client = app.test_client()
    client.set_cookie("session", cookie.removeprefix("session="))
    status = client.get(path).status_code
    assert status in {200, 302}, f"{path} answered {status}"
    event.remove(engine, "before_cursor_execute", note)
    return sum(not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")) for statement in seen)
