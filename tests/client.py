"""The strict client: each page it fetches is parsed and held to the rules that every page keeps."""

from __future__ import annotations

import secrets
from collections import defaultdict
from datetime import timedelta
from functools import cached_property
from typing import Any

import lxml.html
from flask import Flask, g
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from lxml.html import HtmlElement
from sqlalchemy import insert
from werkzeug.test import TestResponse

from app.accounts.models import SignIn
from app.accounts.passwords import fingerprint
from app.core import clock
from app.core.db import db
from app.core.text.tokens import IN_WORDS

#: Some five times as quick as a parser that keeps every rule; test_pages_are_valid.py asks such a one.
_PARSER = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)

#: Past the mapper, which would take longer over it than the database.
_BEGIN_SESSION = insert(SignIn.__table__)  # type: ignore[arg-type]


class Page:
    """A parsed answer: `.text` for words, `.find_all` for elements, `.status` for the code."""

    def __init__(self, answer: TestResponse) -> None:
        self.answer = answer
        self.status = answer.status_code
        # A file for printing is no text; whoever wants its words takes them out of `answer`.
        self.html = answer.get_data().decode(errors="replace")
        self.location = answer.headers.get("Location", "")

    @cached_property
    def root(self) -> HtmlElement:
        # Nothing at all, or nothing but spaces, is no document to that parser. NUL ends a text for it.
        source = self.html.replace("\0", "\ufffd").strip() or "<html></html>"
        return lxml.html.document_fromstring(source.encode(), parser=_PARSER)

    @property
    def text(self) -> str:
        """The words of the page with single spaces; scripts and styles left out."""
        skip = {"script", "style", "template"}
        words: list[str] = []

        def walk(node: HtmlElement) -> None:
            if node.tag in skip:
                return
            words.append(node.text or "")
            for child in node:
                walk(child)
                words.append(child.tail or "")

        walk(self.root)
        return " ".join("".join(words).split())

    def find_all(self, tag: str, **attributes: str) -> list[HtmlElement]:
        """The elements with these attributes; "" stands for one without a value, which this parser calls by its name."""
        asked = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        wanted = {name: (value,) if value else ("", name) for name, value in asked.items()}
        return [e for e in self.root.iter(tag) if all(e.get(name) in values for name, values in wanted.items())]

    def values(self) -> dict[str, str]:
        """What the page's form fields hold, by name."""
        held = {e.get("name", ""): e.get("value", "") for e in self.root.iter("input")}
        held |= {e.get("name", ""): (e.text or "").lstrip("\n") for e in self.root.iter("textarea")}
        return held


class StrictClient:
    """Signed in as one person, or as nobody. CSRF is real; `post` sends a fresh token with the form."""

    def __init__(self, app: Flask, person_id: int | None) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        # Flask's `session_transaction` would make up two requests for each of these.
        self._cookies = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        self._tokens = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="wtf-csrf-token")
        if person_id is not None:
            self._hold({"_user_id": new_session(person_id), "_fresh": True, "seen": clock.real_now().timestamp()})

    def get(self, url: str, *, strict: bool = True, **more: Any) -> Page:
        self._begin()
        page = Page(self.client.get(url, **more))
        db.session.expire_all()
        if (
            strict
            and page.answer.mimetype == "text/html"
            and page.status < 300
            and "HX-Request" not in more.get("headers", {})
        ):
            check(page, url)
        return page

    def post(
        self,
        url: str,
        data: dict[str, Any] | None = None,
        *,
        csrf: bool = True,
        once: bool = True,
        confirmed: bool = True,
        **more: Any,
    ) -> Page:
        """Send a form. `once` adds a fresh form key, as a page would; `confirmed` answers what a step asks once."""
        self._begin()
        form = dict(data or {})
        if csrf:
            form.setdefault("csrf_token", self._token())
        if confirmed:
            form.setdefault("confirmed", "yes")
        if once:
            form.setdefault("form_key", secrets.token_urlsafe(8))
        page = Page(self.client.post(url, data=form, **more))
        db.session.expire_all()
        return page

    def _begin(self) -> None:
        db.session.commit()
        # The test's own application context is open, and Flask lends it to each request, so what one
        # request kept in `g` (who asks, for one) would be there for the next.
        for name in list(g):
            g.pop(name)

    def follow(self, page: Page) -> Page:
        """The page that an accepted form leads to."""
        assert page.status in {302, 303}, f"expected a redirect, got {page.status}: {page.text[:300]}"
        return self.get(page.location)

    def _token(self) -> str:
        """As a page's form would hold it: what flask_wtf makes, without a request made up for it."""
        held = self._held()
        if "csrf_token" not in held:
            held["csrf_token"] = secrets.token_hex(16)
            self._hold(held)
        return str(self._tokens.dumps(held["csrf_token"]))

    def _held(self) -> dict[str, Any]:
        """What the session's cookie holds."""
        cookie = self.client.get_cookie(self.app.config["SESSION_COOKIE_NAME"])
        return dict(self._cookies.loads(cookie.value)) if cookie else {}

    def _hold(self, held: dict[str, Any]) -> None:
        self.client.set_cookie(self.app.config["SESSION_COOKIE_NAME"], str(self._cookies.dumps(held)))


def new_session(person_id: int) -> str:
    """The secret of a new session of this person, as a sign-in would have begun it; committed."""
    secret, now = secrets.token_hex(16), clock.real_now()
    row = {"person_id": person_id, "key_hash": fingerprint(secret), "device_hash": fingerprint(secret)}
    row |= {"browser": "A browser", "address": "127.0.0.1", "began_at": now, "seen_at": now}
    row |= {"expires_at": now + timedelta(hours=12), "last_until": now + timedelta(days=14)}
    db.session.connection().execute(_BEGIN_SESSION, row)
    db.session.commit()
    return secret


def check(page: Page, url: str) -> None:
    """What every page keeps: a title, one h1, no id twice, labelled fields, forms with a token, nothing inline."""
    found: dict[str, list[HtmlElement]] = defaultdict(list)
    ids: list[str] = []
    for element in page.root.iter():
        found[element.tag].append(element)
        for name, value in element.items():
            assert name != "style" or not value, f"{url}: an inline style"
            assert not name.startswith("on"), f"{url}: an inline handler"
            if name == "id" and value:
                ids.append(value)
    assert [e.text for e in found["title"] if (e.text or "").strip()], f"{url}: no title"
    assert len(found["h1"]) == 1, f"{url}: {len(found['h1'])} h1 headings"
    assert len(ids) == len(set(ids)), f"{url}: an id is there twice: {sorted(i for i in ids if ids.count(i) > 1)}"
    labelled = {e.get("for") for e in found["label"]}
    for field in [*found["input"], *found["textarea"], *found["select"]]:
        if field.get("type") in {"hidden", "submit", "button"}:
            continue
        named = (
            field.get("aria-label")
            or field.get("aria-labelledby")
            or field.get("id") in labelled
            or next(field.iterancestors("label"), None) is not None
        )
        assert named, f"{url}: field {field.get('name')} has no label"
    for form in found["form"]:
        if (form.get("method") or "get").lower() == "post":
            assert any(e.get("name") == "csrf_token" for e in form.iter("input")), f"{url}: a form without a token"
    for script in found["script"]:
        assert script.get("src"), f"{url}: an inline script"
    unread = [e for e in page.root.iter("span") if e.get("data-named", "#")[0] != "#"]
    assert not unread, f"{url}: a token that nothing is put in for"
    words = "".join(page.root.xpath("//text()[not(ancestor::textarea)]")) if "@{" in page.html else ""
    assert not IN_WORDS.search(words), f"{url}: a raw token"
