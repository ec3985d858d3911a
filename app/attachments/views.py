"""Adding a picture or a file, and showing it: to whoever may read its words, and to nobody else."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import IO
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import ServiceUnavailable

from app.attachments import kinds, queries, services
from app.attachments.keeping import stores
from app.attachments.making.process import NotItsTurn
from app.attachments.models import Attachment, FileKind
from app.attachments.services import GivenFile
from app.core.errors import Invalid, NotFound
from app.core.text.identifiers import identifiers_in
from app.networks import queries as networks
from app.web.actor import actor
from app.web.extensions import limiter
from app.web.serving.uploads import takes_files

blueprint = Blueprint("attachments", "app.attachments", template_folder="templates")

#: A document may hold anything, and a browser that is led to it runs nothing of it.
POLICY = "default-src 'none'; sandbox"
#: Asked again each time, so that whoever may read no more is shown no more; what has not changed is not sent again.
KEEPING = "private, no-cache"
OFTEN = "60 per minute; 600 per hour"
MOST_CARDS = 40


@blueprint.post("/networks/<slug>/files")
@limiter.limit(OFTEN, key_func=lambda: f"files of {actor().person_id}")
@takes_files
def add(slug: str) -> ResponseReturnValue:
    """Keep one file, and answer with its card. For the script; a form without one brings the file to where it is sent."""
    network = networks.network(slug, seen_by=actor())
    sent = request.files.get("file")
    if sent is None:
        raise Invalid("There is no file in this.")
    name = sent.filename or ""
    try:
        added = services.add_file(actor(), network, GivenFile(sent.stream, name))
    except NotItsTurn:
        raise ServiceUnavailable(retry_after=2) from None
    suspects = identifiers_in(name)
    return render_template("attachments/_card.html", slug=slug, card=added, suspects=suspects, fresh=True), 201


@blueprint.get("/networks/<slug>/files/waiting")
def waiting(slug: str) -> ResponseReturnValue:
    """The cards of one's own pictures and files, by their tokens: for a text that was kept in the browser."""
    networks.network(slug, seen_by=actor())
    found = queries.own_of(request.args.getlist("token")[:MOST_CARDS], seen_by=actor())
    return render_template("attachments/_cards.html", slug=slug, cards=found)


@blueprint.post("/networks/<slug>/files/<token>/take-out")
def take_out(slug: str, token: str) -> ResponseReturnValue:
    """Take one's own away that is not published yet."""
    services.discard(actor(), queries.attachment(slug, token, seen_by=actor()))
    return "", 204


@blueprint.get("/networks/<slug>/files/<token>")
def show(slug: str, token: str) -> ResponseReturnValue:
    """The picture, or the document as a download."""
    found = queries.attachment(slug, token, seen_by=actor())
    return _sent(found, found.file.place)


@blueprint.get("/networks/<slug>/files/<token>/small")
def show_small(slug: str, token: str) -> ResponseReturnValue:
    found = queries.attachment(slug, token, seen_by=actor())
    if found.kind is not FileKind.PICTURE:
        raise NotFound
    return _sent(found, found.file.small_place if found.file.small_width else found.file.place)


def _sent(found: Attachment, place: str) -> Response:
    etag = place.rpartition("/")[2].partition(".")[0]
    if request.if_none_match.contains(etag):
        response = Response(status=304)
    else:
        response = Response(_held(place, found.kind), mimetype=kinds.MEDIA_TYPES[found.file.suffix])
        how = "inline" if found.kind is FileKind.PICTURE else "attachment"
        name = found.name or f"picture-{found.token}{found.file.suffix}"
        response.headers.set("Content-Disposition", how, **_called(name))
    response.set_etag(etag)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = KEEPING
    return response


def _called(name: str) -> dict[str, str]:
    """For a header, which takes plain letters only, and the whole name beside them."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return {"filename": plain} if plain == name else {"filename": plain, "filename*": f"UTF-8''{quote(name, safe='')}"}


def _held(place: str, kind: FileKind) -> bytes | Iterator[bytes]:
    """A picture whole, which is small; a document piece by piece."""
    try:
        file = stores.current().open(place)
    except FileNotFoundError:
        raise NotFound from None
    if kind is FileKind.DOCUMENT:
        return _pieces(file)
    with file:
        return file.read()


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(64 * 1024):
            yield piece
