"""Stopping the letters about a workshop: by the link in each of them, or by the mail program's own button.

A blueprint of its own, because a mail program posts here without a form of ours (RFC 8058): the signed address is the
key, and no cookie is asked.
"""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, request
from flask.typing import ResponseReturnValue

from app.core.errors import NotFound
from app.core.secrets.signed_links import read_to_stop
from app.web.actor import public
from app.web.extensions import csrf, limiter
from app.workshops.participants.queries import by_link
from app.workshops.participants.services.invitations import choose_letters_by_link

blueprint = Blueprint("letters", "app.workshops", template_folder="templates")
csrf.exempt(blueprint)


@blueprint.route("/workshops/letters/<token>", methods=["GET", "POST"])
@public
@limiter.limit("30 per minute", methods=["POST"])
def choose(token: str) -> ResponseReturnValue:
    """Looking changes nothing: programs that check mail open every link. Sending stops them, unless it says "again"."""
    try:
        handle = read_to_stop(token, current_app.config["SECRET_KEY"])
        if request.method == "POST":
            choose_letters_by_link(handle, wanted="again" in request.form)
        found = by_link(handle)
    except NotFound:  # said here, because a stranger would be asked to sign in
        return render_template("workshops/participants/link_gone.html"), 404
    return render_template("workshops/participants/letters.html", found=found, workshop=found.workshop)
