"""Wording the privacy page."""

from __future__ import annotations

from app.core import audit, clock
from app.core.actor import Actor
from app.core.concurrency.versions import expect_version
from app.core.db import db
from app.core.errors import Conflict
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.text import markdown
from app.core.text.signs import stated
from app.privacy.models import PrivacyPage
from app.privacy.policy import Permission


def word_page(actor: Actor, body_md: str, *, seen_version: int | None) -> None:
    """Say it so from now on; without words the page is drafted from the models again. Conflict if somebody else worded it
    meanwhile; `seen_version` of 0 means that nobody had.
    """
    require(actor, Permission.KEEP_PAGE, None)
    page = db.session.get(PrivacyPage, 1, populate_existing=True)
    if page is None:
        if seen_version:
            raise Conflict(gettext("Somebody else took the words away while you were writing."), {})
        if stated(body_md):
            page = PrivacyPage(id=1, edited_by_id=actor.person_id)
            _say(page, actor, body_md)
            db.session.add(page)
            db.session.flush()  # the history names the row
            audit.record(actor, "word the privacy page", page)
        return
    expect_version(page, seen_version, {"body_md": page.body_md})
    audit.record(actor, "word the privacy page", page)
    if stated(body_md):
        _say(page, actor, body_md)
    else:
        db.session.delete(page)


def _say(page: PrivacyPage, actor: Actor, body_md: str) -> None:
    page.body_md, page.body_html = stated(body_md), markdown.render(stated(body_md))
    page.edited_by_id, page.edited_at = actor.person_id or 0, clock.now()
