"""Keeping datasets: send, have checked, publish, throw away; withdraw, and let serve again."""

from __future__ import annotations

from collections.abc import Iterable

from app.accounts.models import Person
from app.analytics import current_store
from app.analytics.catalogue import DatasetInfo, read_catalogue
from app.analytics.dataset import publishing
from app.analytics.dataset.importing import ImportResult, publish_prepared, refuse_what_another_set_serves
from app.analytics.keeping import pieces, uploads
from app.analytics.keeping.pieces import SentFile
from app.analytics.keeping.uploads import Upload, UploadProgress, UploadState, alone_with
from app.analytics.policy import Permission
from app.core import audit, clock, outbox
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import NotFound, Refused
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.networks.services import ensure_module, meet_presentation

#: Outbox kind: see what waits to be checked.
KIND = "analytics.check"


def begin_upload(actor: Actor, *, set_name: str, source: str, attribution: str) -> Upload:
    """A place for the files of one dataset. Invalid for a name that is none."""
    require(actor, Permission.KEEP, None)
    home = current_store.store().data_dir
    publishing.set_dir(home, set_name)
    return uploads.begin(home, set_name=set_name, source=source, attribution=attribution)


def send_piece(actor: Actor, upload: Upload, file: SentFile, at: int, octets: bytes) -> int:
    """Take in the octets of a file from `at` on; how much of it is here now. Refused once the files are in hand."""
    require(actor, Permission.KEEP, None)
    with alone_with(upload):
        _expect_open(upload)
        return pieces.add_piece(upload, file, at, octets)


def check_upload(actor: Actor, upload: Upload) -> None:
    """Have the worker read the files. Refused while one is missing. What was stopped begins again from the beginning."""
    require(actor, Permission.KEEP, None)
    with alone_with(upload):
        _expect_open(upload)
        if missing := pieces.missing(upload):
            raise Refused(
                gettext("Not everything is here yet: %(missing)s.", missing=", ".join(missing)),
                gettext("Send what is missing, then check."),
            )
        upload.note(UploadProgress(UploadState.WAITING))
    outbox.enqueue(KIND, {})


def publish_upload(actor: Actor, upload: Upload) -> ImportResult:
    """Let what was checked serve, and the site know its presentations. Refused for what was not checked; ImportBusy."""
    require(actor, Permission.KEEP, None)
    store = current_store.store()
    with publishing.only_importer(store.data_dir), alone_with(upload):
        if (prepared := upload.prepared) is None:
            raise Refused(gettext("These files are not checked."), gettext("Have them checked first."))
        info = DatasetInfo(prepared.set_name, "", "", "", "")
        found = read_catalogue(info, upload.out, store.query).modules
        make_known((module, one.name, one.length) for module, runs in found.items() for one in runs.values())
        db.session.flush()  # so that what the database refuses keeps the dataset from serving
        result = publish_prepared(store.data_dir, upload.out, prepared, clock.now())
        upload.throw_away()
    _note(actor, "publish a dataset", f"{result.set_name} {result.version}")
    return result


def throw_upload_away(actor: Actor, upload: Upload) -> None:
    """Throw the files away, also while the worker reads them: it stops at the next step."""
    require(actor, Permission.KEEP, None)
    upload.want_stop()
    if not upload.is_held():
        upload.throw_away()


def withdraw_dataset(actor: Actor, set_name: str) -> None:
    """Let it serve no more. NotFound for none that serves; ImportBusy while one is imported."""
    require(actor, Permission.KEEP, None)
    home = current_store.store().data_dir
    with publishing.only_importer(home):
        folder = publishing.set_dir(home, set_name)
        if publishing.current_version(folder) is None:
            raise NotFound
        publishing.withdraw(folder)
    _note(actor, "withdraw a dataset", set_name)


def serve_dataset_again(actor: Actor, set_name: str) -> None:
    """Take the withdrawal back. NotFound for none that was withdrawn; DatasetFault if another has its modules by now."""
    require(actor, Permission.KEEP, None)
    home = current_store.store().data_dir
    with publishing.only_importer(home):
        folder = publishing.set_dir(home, set_name)
        manifest = publishing.newest_manifest(folder) if publishing.is_withdrawn(folder) else None
        if manifest is None:
            raise NotFound
        refuse_what_another_set_serves(home, set_name, manifest.presentations)
        publishing.serve_again(folder, manifest)
    _note(actor, "let a dataset serve again", set_name)


def make_known(presentations: Iterable[tuple[str, str, int]]) -> None:
    """Modules and presentations that a dataset names, with their days, get a row, so that a network can be opened for them."""
    for code, presentation, days in presentations:
        meet_presentation(ensure_module(code, code), presentation, (days - 1) // 7 + 1)


def _expect_open(upload: Upload) -> None:
    """Whoever calls is alone with the upload: if it says that it is being checked, whoever did so was killed."""
    progress = upload.progress
    if progress.state is UploadState.WAITING:
        raise Refused(
            gettext("These files are being checked."), gettext("Wait for what comes of it, or throw them away.")
        )
    if progress.state is UploadState.CHECKED:
        raise Refused(
            gettext("These files are checked."), gettext("Publish them, or throw them away and begin another upload.")
        )


def _note(actor: Actor, verb: str, what: str) -> None:
    if actor.person_id is not None:
        # It is about no row of a table; so it stands in the history of whoever did it.
        audit.record(actor, verb, db.session.get_one(Person, actor.person_id), after=what)
