"""What cannot be taken back at a press asks once, on a page: what sends letters, ends, closes, publishes, deletes, moves many.

A view wrapped in `asks_once` is not called by a form that lacks the answer. The question is shown instead, as a page with
one button that sends the same form with it. It needs no script, and an old page or another program meets it as well.
Where the form stands under its question already (the macro `confirm`), it brings the answer along.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.core.language.spoken import lazy_gettext
from app.core.text.signs import stated
from app.web.page.redirects import here

#: The field that says that the question was read.
CONFIRMED = "confirmed"
NOT_UNDONE = lazy_gettext("This cannot be undone.")

View = Callable[..., ResponseReturnValue]


@dataclass(frozen=True)
class Question:
    """What a step would do, for whoever is about to take it. A number is counted only where the reader may see who is
    behind it; else the consequence is said in words (decision 0007).
    """

    title: str
    button: str
    consequences: Sequence[str] = ()
    #: How long it can be taken back and how, or that it cannot.
    way_back: str = NOT_UNDONE
    kind: str = "danger"
    #: What it would be done to, by its own title: whoever has several pages open sees which one asks.
    about: str = ""


def asks_once(question: Callable[..., Question | None]) -> Callable[[View], View]:
    """Ask before this view is called by a form. `question` gets what the view gets, and answers None where there is
    nothing to ask: nothing of the kind would happen, or the view will refuse and say why.
    """

    def around(view: View) -> View:
        @wraps(view)
        def asked(**values: Any) -> ResponseReturnValue:
            if request.method != "POST" or request.form.get(CONFIRMED):
                return view(**values)
            found = question(**values)
            return view(**values) if found is None else _page(found)

        asked.asks_once = question  # type: ignore[attr-defined]
        return asked

    return around


def said(field: str) -> bool:
    """Whether the form holds this. Without a reason that is needed the view refuses, and there is nothing to ask."""
    return bool(stated(request.form.get(field, "")))


def is_current(stands: int, field: str = "version") -> bool:
    """Whether the form is of the page as it stands. If not, the view refuses it and says so: there is nothing to ask."""
    return request.form.get(field) == str(stands)


def _page(question: Question) -> str:
    sent = [(name, text) for name, text in request.form.items(multi=True) if name not in {"csrf_token", CONFIRMED}]
    return render_template(
        "components/ask_once.html", question=question, sent=sent, address=request.full_path.rstrip("?"), back=here()
    )
