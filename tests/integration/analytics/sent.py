"""Sending files as a browser does, and being the worker that reads them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from werkzeug.test import TestResponse

from app.analytics.keeping import pieces, services
from app.analytics.keeping.checking import check_waiting
from app.analytics.keeping.pieces import SentFile
from app.analytics.keeping.uploads import Upload
from app.core.actor import Actor
from tests.client import StrictClient

ABOUT = {"set_name": "ours", "source": "Our warehouse", "attribution": "The warehouse team"}


def send(actor: Actor, upload: Upload, path: Path, *, unit: int = 300, until: int | None = None) -> SentFile:
    """Piece by piece, from where it stopped; no further than `until`, as if the network had gone."""
    octets = path.read_bytes()
    file = SentFile(pieces.kept_name(path.name), len(octets), 1)
    at = pieces.whole_until_now(upload, file)
    while at < (len(octets) if until is None else until):
        at = services.send_piece(actor, upload, file, at, octets[at : at + unit])
    return file


def sent(actor: Actor, folder: Path, **about: str) -> Upload:
    """An upload of all files of a folder, waiting for the worker."""
    upload = services.begin_upload(actor, **ABOUT | about)
    for path in sorted(folder.iterdir()):
        send(actor, upload, path, unit=50_000)
    services.check_upload(actor, upload)
    return upload


def checked(actor: Actor, folder: Path, **about: str) -> Upload:
    upload = sent(actor, folder, **about)
    assert check_waiting(upload.folder.parents[2]) == 1
    return upload


def post_piece(client: StrictClient, url: str, octets: bytes, **query: Any) -> TestResponse:
    client._begin()
    headers = {"X-CSRFToken": client._token(), "HX-Request": "true"}
    return client.client.post(
        url, data=octets, query_string=query, headers=headers, content_type="application/octet-stream"
    )
