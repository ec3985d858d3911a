"""What was just done, said once: on the page that the form led to, and nowhere later, when it may be true no more.

Flask keeps a flashed sentence until some page shows it. The page that it was meant for may never be asked for, or be
fetched as a part that shows no sentences; it then stood on another page, about something that had changed since.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, get_flashed_messages, message_flashed, request, session

from app.core import clock

#: A page that is opened later than this is another visit.
FRESH_SECONDS = 60

_SENTENCES = "_flashes"
_MEANT_FOR = "said_on"


def init_app(app: Flask) -> None:
    app.add_template_global(sentences)
    app.after_request(_address)
    message_flashed.connect(_begin_anew, app)


def sentences() -> list[Any]:
    """The kinds and words that belong on the page of this request. Asking takes them out, shown or not."""
    meant_for = session.pop(_MEANT_FOR, None) if _SENTENCES in session else None
    said = get_flashed_messages(with_categories=True)
    return list(said) if meant_for is None or _is_here(meant_for) else []


def unsay() -> None:
    """What was to be said did not happen: the change could not be kept."""
    session.pop(_SENTENCES, None)
    session.pop(_MEANT_FOR, None)


def _begin_anew(_site: Flask, message: str, category: str, **_more: Any) -> None:
    """What an earlier form left behind is not said beside what is done now."""
    if session.pop(_MEANT_FOR, None) is not None:
        session[_SENTENCES] = [(category, message)]


def _address(response: Response) -> Response:
    """Note where the answer leads, or drop what the page that it was meant for has not shown."""
    # A file or a stream shows none; and looking into the session would keep it out of every shared cache.
    if response.mimetype != "text/html" or _SENTENCES not in session:
        return response
    meant_for = session.get(_MEANT_FOR)
    if meant_for is not None and not _is_here(meant_for):
        return response
    if response.location and 300 <= response.status_code < 400:
        session[_MEANT_FOR] = [_path(response.location), clock.real_now().timestamp()]
    else:
        unsay()
    return response


def _is_here(meant_for: list[Any]) -> bool:
    path, since = meant_for
    return bool(path == _path(request.full_path) and clock.real_now().timestamp() - since < FRESH_SECONDS)


def _path(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}".rstrip("?")
