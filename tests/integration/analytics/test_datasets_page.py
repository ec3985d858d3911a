"""Datasets on pages, for who has no shell."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.models import Person
from app.analytics import current_store
from app.analytics.keeping import queries, services
from app.analytics.keeping.pieces import ZIP
from app.analytics.keeping.uploads import UploadProgress, UploadState
from app.core.audit import AuditEntry
from app.core.db import db
from tests.client import StrictClient
from tests.integration.analytics.sent import ABOUT, checked, post_piece, sent
from tests.integration.analytics.small_set import edited, write_zip
from tests.people import IDS, World

AS = Callable[[str | None], StrictClient]
DATASETS = "/admin/datasets"


def test_an_administrator_brings_a_dataset_without_a_shell(
    as_: AS, home: Path, small_folder: Path, tmp_path: Path, run_outbox: Callable[[], int]
) -> None:
    ada, octets = as_("ada"), write_zip(small_folder, tmp_path / "any.zip").read_bytes()
    assert "No dataset serves yet" in ada.get(DATASETS).text
    begun = ada.post(DATASETS, ABOUT)
    page = ada.follow(begun)
    assert "One zip, or the seven tables" in page.text
    about = {"name": "any.zip", "size": len(octets), "changed": 5}
    half = len(octets) // 2
    assert post_piece(ada, f"{begun.location}/pieces", b"", **about).json == {"arrived": 0}
    assert post_piece(ada, f"{begun.location}/pieces", octets[:half], **about, at=0).json == {"arrived": half}
    cut_off = ada.get(begun.location)
    assert "cut off. Choose it once more" in cut_off.text
    assert "Send all of them first." in cut_off.text
    assert post_piece(ada, f"{begun.location}/pieces", b"", **about).json == {"arrived": half}
    refused = post_piece(ada, f"{begun.location}/pieces", b"x", **about, at=half + 1)
    assert (refused.status_code, refused.json) == (409, {"arrived": half})
    post_piece(ada, f"{begun.location}/pieces", octets[half:], **about, at=half)
    ada.post(f"{begun.location}/check")
    waiting = ada.get(begun.location)
    assert "Waits for the worker" in waiting.text
    assert waiting.find_all("div", id="checking")[0].get("hx-get") == begun.location
    assert run_outbox() == 1
    report = ada.get(begun.location)
    assert "ABC2020J3New to the site." in report.text
    asked = ada.post(f"{begun.location}/publish", confirmed=False)
    assert "rows of 1 presentation serve from then on" in asked.text
    assert current_store.store().modules() == {}
    done = ada.follow(ada.post(f"{begun.location}/publish"))
    assert "ours v1 serves now" in done.text
    assert ada.get(begun.location).status == 404
    verbs = select(AuditEntry.verb, AuditEntry.after).where(AuditEntry.actor_id == IDS["ada"])
    assert ("publish a dataset", "ours v1") in db.session.execute(verbs).all()


def test_the_part_that_asks_has_the_page_loaded_anew_when_the_worker_is_done(
    as_: AS, world: World, home: Path, small_folder: Path
) -> None:
    upload, ada, htmx = sent(world.actor("ada"), small_folder), as_("ada"), {"HX-Request": "true"}
    url = f"{DATASETS}/uploads/{upload.id}"
    part = ada.get(url, headers=htmx)
    assert "<h1" not in part.html
    with services.alone_with(upload):
        upload.note(UploadProgress(UploadState.CHECKING, "studentVle", 5000, 10_000))
        said = ada.get(url, headers=htmx)
        assert "studentVle is read: 5,000 of some 10,000 rows" in said.text
        assert said.find_all("progress")[0].get("value") == "5000"
    stopped = ada.get(url, headers=htmx)
    assert stopped.answer.headers["HX-Refresh"] == "true"
    assert "The check was cut off" in ada.get(url).text


def test_small_files_are_sent_without_a_script(as_: AS, world: World, home: Path, small_folder: Path) -> None:
    upload, ada = services.begin_upload(world.actor("ada"), **ABOUT), as_("ada")
    url = f"{DATASETS}/uploads/{upload.id}"
    files = [(BytesIO(path.read_bytes()), path.name) for path in sorted(small_folder.iterdir())]
    page = ada.follow(ada.post(f"{url}/files", {"files": files}, content_type="multipart/form-data"))
    assert "7 files have arrived." in page.text
    assert "Still to come" not in page.text
    assert "No file was chosen" in ada.post(f"{url}/files", {}, content_type="multipart/form-data").text
    strange = {"files": [(BytesIO(b"x"), "students.csv")]}
    assert "is no file of a dataset" in ada.post(f"{url}/files", strange, content_type="multipart/form-data").text


def test_a_fault_stands_on_the_page_by_file_and_row(as_: AS, world: World, home: Path, small_folder: Path) -> None:
    edited(small_folder, "vle.csv", lambda text: text.replace('"quiz"', '""'))
    upload = checked(world.actor("ada"), small_folder)
    page = as_("ada").get(f"{DATASETS}/uploads/{upload.id}")
    assert "vle.csv, row 2: activity_type is missing" in page.text
    assert "Send" in page.text
    assert "Cannot be taken in as it is" in as_("ada").get(DATASETS).text


@pytest.mark.parametrize("query", [{}, {"name": "x.csv"}, {"name": "vle.csv", "size": "many", "at": 0}, {"at": -5}])
def test_pieces_of_nothing_are_refused_in_words(as_: AS, world: World, home: Path, query: dict[str, Any]) -> None:
    upload = services.begin_upload(world.actor("ada"), **ABOUT)
    answer = post_piece(as_("ada"), f"{DATASETS}/uploads/{upload.id}/pieces", b"x", **query)
    assert answer.status_code in {409, 422}
    assert list(upload.files.iterdir()) == []


def test_names_that_are_none_begin_nothing(as_: AS, home: Path) -> None:
    answer = as_("ada").post(DATASETS, ABOUT | {"set_name": "../x"})
    assert answer.status == 422
    assert "small letters" in answer.text


def test_withdrawing_says_what_it_means_and_is_taken_back(
    as_: AS, world: World, home: Path, small_folder: Path
) -> None:
    actor, ada = world.actor("ada"), as_("ada")
    services.publish_upload(actor, checked(actor, small_folder))
    asked = ada.post(f"{DATASETS}/ours/withdraw", confirmed=False)
    assert "No figure of ABC is shown any more" in asked.text
    assert "ours is withdrawn" in ada.follow(ada.post(f"{DATASETS}/ours/withdraw")).text
    page = ada.get(DATASETS)
    assert "Withdrawn" in page.text
    assert ada.post(f"{DATASETS}/ours/withdraw").status == 404
    assert "ours serves again" in ada.follow(ada.post(f"{DATASETS}/ours/serve")).text


def test_throwing_away_asks_and_deletes(as_: AS, world: World, home: Path, small_folder: Path) -> None:
    upload, ada = sent(world.actor("ada"), small_folder), as_("ada")
    url = f"{DATASETS}/uploads/{upload.id}/throw-away"
    assert "What serves is not touched" in ada.post(url, confirmed=False).text
    ada.post(url)
    assert not upload.folder.exists()


def test_who_may_and_who_finds_nothing(as_: AS, world: World, home: Path) -> None:
    upload = services.begin_upload(world.actor("ada"), **ABOUT)
    for who in ("amina", "wanda"):
        assert as_(who).get(DATASETS).status == 404
        assert as_(who).get(f"{DATASETS}/uploads/{upload.id}").status == 404
        assert (
            post_piece(
                as_(who), f"{DATASETS}/uploads/{upload.id}/pieces", b"x", name="vle.csv", size=1, at=0
            ).status_code
            == 404
        )
    assert as_("ada").get(f"{DATASETS}/uploads/{upload.id}/{ZIP}").status == 404
    db.session.get_one(Person, IDS["wanda"]).is_analyst = True
    page = as_("wanda").get(DATASETS)
    assert page.status == 200
    assert "State of the site" not in page.text
    assert DATASETS in as_("wanda").get("/home").html


def test_reports_and_lists_ask_the_database_the_same_however_much_they_hold(
    as_: AS, world: World, home: Path, small_folder: Path, count_queries: Callable[[], Any]
) -> None:
    actor = world.actor("ada")
    counts = []
    for many in range(2):
        upload = checked(actor, small_folder, set_name=f"ours{many}")
        with count_queries() as report:
            assert queries.report(upload, seen_by=actor)
        if not many:
            services.publish_upload(actor, upload)
            db.session.flush()
        with count_queries() as asked:
            queries.datasets(seen_by=actor)
        counts.append((len(report), len(asked)))
        for path in small_folder.iterdir():
            edited(small_folder, path.name, lambda text: text.replace("ABC", "DEF"))
    assert counts[0] == counts[1]
