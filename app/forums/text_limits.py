"""The text of a post and of a title: in what form they are kept, and how long they may be."""

from __future__ import annotations

from app.core.errors import Invalid
from app.core.language.spoken import gettext
from app.core.text.markdown import LONGEST
from app.core.text.signs import stated
from app.core.text.tokens import without_names

LONGEST_TITLE = 160
LONGEST_REASON = 1_000


def fitting_body(text: str) -> str:
    """The body as it is stored; Invalid if it is empty or too long."""
    body = without_names(stated(text))
    if not body:
        raise Invalid(gettext("There is nothing to publish."), {"body": [gettext("Please write something here.")]})
    if len(body) > LONGEST:
        fault = gettext(
            "This is %(body)s characters long; a post may have %(longest)s. Please shorten it or split it in two.",
            body=f"{len(body):,}",
            longest=f"{LONGEST:,}",
        )
        raise Invalid(gettext("The post is too long."), {"body": [fault]})
    return body


def fitting_title(text: str) -> str:
    """The title as it is stored, on one line; Invalid if it is empty or too long."""
    title = " ".join(stated(text).split())
    if not title or len(title) > LONGEST_TITLE:
        fault = (
            gettext("At most %(longest_title)s characters.", longest_title=LONGEST_TITLE)
            if title
            else gettext("Please give it a title.")
        )
        raise Invalid(gettext("The title cannot be used."), {"title": [fault]})
    return title


def fitting_reason(text: str) -> str:
    """A reason as it is shown on a tombstone; Invalid if none is given."""
    reason = " ".join(stated(text).split())
    if not reason or len(reason) > LONGEST_REASON:
        fault = (
            gettext("At most %(longest_reason)s characters.", longest_reason=f"{LONGEST_REASON:,}")
            if reason
            else gettext("Please say why: everybody who reads here will see it.")
        )
        raise Invalid(gettext("A reason is needed."), {"reason": [fault]})
    return reason
