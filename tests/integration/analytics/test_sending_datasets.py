"""Files of a dataset are sent in pieces, read by the worker beside what serves, and published or thrown away."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from app.analytics import current_store
from app.analytics.dataset import publishing
from app.analytics.dataset.faults import ImportBusy
from app.analytics.keeping import pieces, queries, services, uploads
from app.analytics.keeping.checking import check_waiting
from app.analytics.keeping.pieces import OtherPlace, SentFile
from app.analytics.keeping.uploads import Upload, UploadState
from app.core.actor import OPERATOR, Actor
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.networks.models import Module, Presentation
from app.networks.services import ensure_module, ensure_presentation
from tests.integration.analytics.sent import ABOUT, checked, send, sent
from tests.integration.analytics.small_set import edited, small_set, write_parquet, write_zip
from tests.people import World


def test_what_is_sent_serves_once_it_is_published_and_leaves_no_student_behind(
    ada: Actor, home: Path, small_folder: Path
) -> None:
    upload = checked(ada, small_folder)
    assert upload.progress.state is UploadState.CHECKED
    assert not upload.files.exists()
    assert current_store.store().modules() == {}
    result = services.publish_upload(ada, upload)
    assert (result.set_name, result.version) == ("ours", "v1")
    assert current_store.store().modules() == {"ABC": ["2020J"]}
    assert not upload.folder.exists()
    code = select(Presentation.code).join(Module).where(Module.code == "ABC", Presentation.weeks_in_data == 3)
    assert db.session.scalars(code).all() == ["2020J"]


def test_a_zip_or_parquet_will_do_and_what_comes_later_takes_the_place(
    ada: Actor, home: Path, small_folder: Path, tmp_path: Path
) -> None:
    upload = services.begin_upload(ada, **ABOUT)
    send(ada, upload, small_folder / "courses.csv")
    send(ada, upload, write_zip(small_folder, tmp_path / "AnonymisedData.ZIP", inside="some/folder/"))
    assert [each.name for each in pieces.arrived_files(upload)] == ["dataset.zip"]
    for path in write_parquet(small_set(), tmp_path / "parquet").iterdir():
        send(ada, upload, path)
    names = [each.name for each in pieces.arrived_files(upload)]
    assert len(names) == 7
    assert all(name.endswith(".parquet") for name in names)
    services.check_upload(ada, upload)
    check_waiting(home)
    assert upload.progress.state is UploadState.CHECKED


def test_the_report_says_what_it_meets_and_what_would_go(ada: Actor, home: Path, small_folder: Path) -> None:
    ensure_presentation(ensure_module("ABC", "A module"), "20J", None, 30)
    report = queries.report(checked(ada, small_folder), seen_by=ada)
    assert report is not None
    assert [(each.module, each.name, each.weeks) for each in report.lines] == [("ABC", "2020J", 3)]
    assert report.lines[0].what == "It is the one typed in as 20J. Known with 30 weeks; the data have 3."
    assert (report.replaces, report.networks, report.rows) == (None, 0, sum(report.manifest.rows.values()))
    services.publish_upload(ada, queries.every_upload(seen_by=ada)[0])
    for path in small_folder.iterdir():
        edited(small_folder, path.name, lambda text: text.replace("2020J", "2021J"))
    later = queries.report(checked(ada, small_folder), seen_by=ada)
    assert later is not None
    assert later.leaving == ["ABC 2020J"]
    assert later.replaces is not None


def test_what_was_cut_off_goes_on_where_it_stopped(ada: Actor, home: Path, small_folder: Path) -> None:
    upload = services.begin_upload(ada, **ABOUT)
    path = small_folder / "studentVle.csv"
    file = send(ada, upload, path, until=900)
    assert pieces.missing(upload) == ["studentVle.csv"]
    assert pieces.whole_until_now(upload, file) == 900
    with pytest.raises(OtherPlace) as other:
        services.send_piece(ada, upload, file, 1200, b"x")
    assert other.value.arrived == 900
    with pytest.raises(Refused, match=r"studentVle\.csv"):
        services.check_upload(ada, upload)
    send(ada, upload, path)
    assert (upload.files / "studentVle.csv").read_bytes() == path.read_bytes()
    # Another file of that name begins anew.
    assert pieces.whole_until_now(upload, SentFile(file.name, file.size + 1, 1)) == 0


def test_what_nobody_touches_for_a_day_is_forgotten(ada: Actor, home: Path, small_folder: Path) -> None:
    upload, fresh = services.begin_upload(ada, **ABOUT), services.begin_upload(ada, **ABOUT)
    send(ada, upload, small_folder / "studentVle.csv", until=900)
    for path in (upload.folder, *upload.folder.rglob("*")):
        os.utime(path, (1, 1))
    assert uploads.forget_old(home) == 1
    assert [each.id for each in queries.every_upload(seen_by=ada)] == [fresh.id]
    with pytest.raises(NotFound):
        queries.upload(upload.id, seen_by=ada)


def test_while_the_worker_has_it_nothing_is_changed_and_a_press_stops_it(
    ada: Actor, home: Path, small_folder: Path
) -> None:
    upload = sent(ada, small_folder)
    for step in (lambda: send(ada, upload, small_folder / "vle.csv"), lambda: services.check_upload(ada, upload)):
        with pytest.raises(Refused, match="being checked"):
            step()
    with uploads.alone_with(upload):
        services.throw_upload_away(ada, upload)
        assert upload.folder.exists()
        with pytest.raises(Conflict):
            services.check_upload(ada, upload)
    assert check_waiting(home) == 1
    assert not upload.folder.exists()
    assert current_store.store().modules() == {}


def test_one_import_at_a_time_and_what_waits_is_found_later(ada: Actor, home: Path, small_folder: Path) -> None:
    upload = sent(ada, small_folder)
    with publishing.only_importer(home):
        assert check_waiting(home) == 0
        assert upload.progress.state is UploadState.WAITING
    assert check_waiting(home) == 1
    with publishing.only_importer(home), pytest.raises(ImportBusy):
        services.publish_upload(ada, upload)


def test_the_same_files_and_modules_of_another_set_are_refused(ada: Actor, home: Path, small_folder: Path) -> None:
    services.publish_upload(ada, checked(ada, small_folder))
    assert checked(ada, small_folder).progress.fault == "These very files serve already, as ours v1."
    assert "is already served by the dataset “ours”" in checked(ada, small_folder, set_name="theirs").progress.fault


def test_what_was_not_checked_is_not_published(ada: Actor, home: Path, small_folder: Path) -> None:
    with pytest.raises(Refused, match="not checked"):
        services.publish_upload(ada, sent(ada, small_folder))


@pytest.mark.parametrize("who", ["amina", "wanda", "dilys"])
def test_for_members_there_is_nothing_of_the_kind(ada: Actor, world: World, home: Path, who: str) -> None:
    upload = services.begin_upload(ada, **ABOUT)
    them = world.actor(who)
    steps: list[Callable[[], object]] = [
        lambda: queries.datasets(seen_by=them),
        lambda: queries.upload(upload.id, seen_by=them),
        lambda: services.begin_upload(them, **ABOUT),
        lambda: services.send_piece(them, upload, SentFile("vle.csv", 1), 0, b"x"),
        lambda: services.check_upload(them, upload),
        lambda: services.publish_upload(them, upload),
        lambda: services.throw_upload_away(them, upload),
        lambda: services.withdraw_dataset(them, "ours"),
        lambda: services.serve_dataset_again(them, "ours"),
    ]
    for step in steps:
        with pytest.raises(NotFound):
            step()
    assert upload.folder.exists()


def test_an_analyst_of_all_modules_keeps_them_too(ada: Actor, home: Path, small_folder: Path) -> None:
    services.publish_upload(OPERATOR, checked(Actor(person_id=ada.person_id, is_analyst=True), small_folder))
    assert current_store.store().modules() == {"ABC": ["2020J"]}


def test_what_is_withdrawn_serves_no_more_until_it_serves_again(ada: Actor, home: Path, small_folder: Path) -> None:
    services.publish_upload(ada, checked(ada, small_folder))
    services.withdraw_dataset(ada, "ours")
    assert current_store.store().modules() == {}
    assert current_store.store().faults() == []
    assert [(each.manifest.version, each.serves) for each in queries.datasets(seen_by=ada)] == [("v1", False)]
    with pytest.raises(NotFound):
        services.withdraw_dataset(ada, "ours")
    services.serve_dataset_again(ada, "ours")
    assert current_store.store().modules() == {"ABC": ["2020J"]}
    with pytest.raises(NotFound):
        services.serve_dataset_again(ada, "ours")


def test_what_was_withdrawn_does_not_come_back_over_another_set_with_its_modules(
    ada: Actor, home: Path, small_folder: Path
) -> None:
    services.publish_upload(ada, checked(ada, small_folder))
    with publishing.only_importer(home), pytest.raises(ImportBusy):
        services.withdraw_dataset(ada, "ours")
    services.withdraw_dataset(ada, "ours")
    services.publish_upload(ada, checked(ada, small_folder, set_name="theirs"))
    with pytest.raises(Invalid, match="already served by the dataset “theirs”"):
        services.serve_dataset_again(ada, "ours")


def test_an_upload_without_a_name_or_with_a_damaged_note_is_none(home: Path, ada: Actor) -> None:
    upload: Upload = services.begin_upload(ada, **ABOUT)
    (upload.folder / "about.json").write_text("{")
    assert queries.every_upload(seen_by=ada) == []
    with pytest.raises(NotFound):
        queries.upload("../ours", seen_by=ada)
