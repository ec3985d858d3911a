"""One press says that one sees it too, or thanks; the next takes it back. The button works without a script.

The forms carry no form key: sending one twice is harmless.
"""

from __future__ import annotations

from flask import redirect, request
from flask.typing import ResponseReturnValue

from app.core.errors import Invalid
from app.core.language.spoken import gettext
from app.core.numbers import names_a_row
from app.forums.models import Post, ReactionKind
from app.forums.queries.reactions import reactions_of
from app.forums.reactions import services
from app.forums.views.articles import anchor
from app.forums.views.posts import url_of
from app.forums.views.routes import blueprint, find_post
from app.web.actor import actor
from app.web.page.fragments import fragment, wants_fragment
from app.web.page.redirects import own_path


@blueprint.post("/networks/<slug>/posts/react")
def react(slug: str) -> ResponseReturnValue:
    post_id, kind, holds = _what_was_pressed()
    _, found = find_post(slug, post_id)
    services.react(actor(), found, kind, holds=holds)
    if not wants_fragment():
        return redirect(_back_to(found, slug), 303)
    said = reactions_of(found, seen_by=actor())
    return fragment(
        "forums/_reacted.html", post=found, said=said, address=request.path, apart=request.form.get("apart", "")
    )


def _what_was_pressed() -> tuple[int, ReactionKind, bool]:
    """A button says `say` or `unsay`, and what of which post: "thank you:12"."""
    for name in ("say", "unsay"):
        kind, _, post_id = request.form.get(name, "").partition(":")
        if kind in list(ReactionKind) and names_a_row(post_id):
            return int(post_id), ReactionKind(kind), name == "say"
    raise Invalid(gettext("This button does not say what it is for."), help_text=gettext("Open the page again."))


def _back_to(found: Post, slug: str) -> str:
    """The post, on the page where it was pressed if that says so."""
    page = own_path(request.form.get("back"), "")
    return anchor(page, found.id) if page else url_of(found, slug)
