"""The blueprint that the pages of this feature hang on."""

from __future__ import annotations

from flask import Blueprint, Response

blueprint = Blueprint("privacy", __name__, template_folder="../templates")


@blueprint.after_request
def _never_kept(response: Response) -> Response:
    # What is kept about a person stays out of every cache.
    response.headers["Cache-Control"] = "no-store"
    return response
