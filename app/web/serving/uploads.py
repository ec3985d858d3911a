"""Views that take files: a request to them may be longer than one with words alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Request, current_app, request

from config import LARGEST_UPLOAD

View = TypeVar("View", bound=Callable[..., Any])


def takes_files(view: View) -> View:
    """Let a request to this view bring a file."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def init_app(app: Flask) -> None:
    @app.teardown_request
    def _let_go(_fault: BaseException | None) -> None:
        # Larger files wait on the disk while a request is answered.
        if request.method == "POST":
            request.close()


class SiteRequest(Request):
    """Flask's, which asks the view how much it takes before anything of the form is read."""

    @property
    def max_content_length(self) -> int | None:
        view = current_app.view_functions.get(self.endpoint or "")
        if getattr(view, "takes_files", False):
            return LARGEST_UPLOAD
        return super().max_content_length

    @max_content_length.setter
    def max_content_length(self, most: int | None) -> None:
        self._max_content_length = most
