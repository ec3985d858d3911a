"""Adding a picture or a file: what is kept, and what is not."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from sqlalchemy import func, select

from app.attachments import services
from app.attachments.keeping import quota, scanners, stores
from app.attachments.models import Attachment, FileKind, StoredFile
from app.attachments.services import GivenFile
from app.core.actor import Actor
from app.core.db import db
from app.core.errors import Invalid, NotFound, Refused
from app.networks.models import LearningNetwork
from tests.client import StrictClient
from tests.factories.pictures import PDF, bomb, photograph, sent, with_a_place, word_document
from tests.integration.attachments.conftest import FILES, Add, Talk
from tests.people import NETWORKS, World

As = Callable[[str | None], StrictClient]
ActorFor = Callable[[str], Actor]


def lying() -> list[str]:
    return [each.place for each in stores.current().all()]


def count(model: type[Attachment | StoredFile]) -> int:
    return db.session.scalars(select(func.count()).select_from(model)).one()


def test_a_picture_is_kept_in_two_sizes_and_waits_for_its_words(as_: As, add: Add, world: World) -> None:
    found = add(held=with_a_place(2000, 1333), name="A1234567 week 3.jpg")
    assert (found.kind, found.name, found.person_id, found.subject_kind) == (FileKind.PICTURE, "", world.amina.id, None)
    stored = db.session.get_one(StoredFile, found.file_id)
    assert (stored.width, stored.height, stored.suffix) == (1600, 1066, ".webp")
    assert sorted(lying()) == sorted(stored.places)
    assert stored.size == sum(each.size for each in stores.current().all())
    page = as_("amina").get(f"{FILES}/waiting?token={found.token}", strict=False)
    assert "What does the student’s working show?" in page.text


def test_a_name_that_looks_like_a_students_identifier_is_said_at_once(as_: As) -> None:
    page = as_("amina").post(FILES, sent(photograph(), "A1234567 TMA01.jpg"))
    assert "A1234567" in page.text
    assert "cover it" in page.text
    assert "identifier" not in as_("amina").post(FILES, sent(photograph(), "IMG_2041.jpg")).text


def test_equal_pictures_lie_there_once_in_each_network(as_: As, add: Add) -> None:
    first, second = add(), add("ben")
    assert (first.file_id == second.file_id, first.token == second.token) == (True, False)
    assert len(lying()) == 2
    assert as_("chidi").post("/networks/mst124/files", sent(photograph())).status == 201
    assert (count(StoredFile), len(lying())) == (2, 4)


def test_a_document_is_kept_as_it_is_with_its_name_on_one_line(add: Add) -> None:
    found = add(held=word_document(), name="../week 3  notes.docx")
    assert (found.kind, found.name) == (FileKind.DOCUMENT, "week 3 notes.docx")
    with stores.current().open(db.session.get_one(StoredFile, found.file_id).place) as file:
        assert file.read() == word_document()


@pytest.mark.parametrize(
    ("held", "name", "sentence"),
    [
        (bomb(40_000, 1_000), "wide.png", "50 million dots"),
        (photograph()[:3000], "cut.jpg", "damaged or cut short"),
        (b"<svg onload='alert(1)'/>", "a.svg", "can hold a program"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "a.heic", "HEIC"),
        (b"MZ\x90", "photo.jpg", "something else"),
    ],
)
def test_what_is_not_taken_leaves_nothing_behind(as_: As, held: bytes, name: str, sentence: str) -> None:
    page = as_("amina").post(FILES, sent(held, name), headers={"HX-Request": "true"})
    assert (page.status, sentence in page.text) == (422, True)
    assert (count(Attachment), count(StoredFile), lying()) == (0, 0, [])


def test_whoever_only_reads_adds_nothing_and_a_stranger_finds_nothing(
    as_: As, actor_for: ActorFor, world: World
) -> None:
    assert as_("spencer").post(FILES, sent(photograph())).status == 403
    assert as_("chidi").post(FILES, sent(photograph())).status == 404
    assert as_(None).post(FILES, sent(photograph())).status in {302, 401}
    upload = GivenFile(BytesIO(photograph()), "a.jpg")
    for name, refusal in (("spencer", Refused), ("chidi", NotFound)):
        with pytest.raises(refusal if name == "spencer" else (NotFound, Refused)):
            services.add_file(actor_for(name), db.session.get_one(LearningNetwork, NETWORKS["s215"]), upload)
    assert lying() == []


def test_a_form_without_a_file_says_so(as_: As) -> None:
    assert as_("amina").post(FILES, {}).status == 422


def test_a_photograph_of_many_megabytes_is_taken_where_files_are(as_: As) -> None:
    held = photograph(400, 300) + b"\0" * 5_000_000
    assert status_of(as_("amina"), FILES, held) == 201
    assert status_of(as_("amina"), "/networks/s215/discussions/1/follow", held) == 413


def test_a_request_of_more_than_a_file_may_have_is_refused(as_: As) -> None:
    assert status_of(as_("amina"), FILES, b"\xff\xd8\xff" + b"0" * 23_000_000) == 413


def status_of(client: StrictClient, url: str, held: bytes) -> int:
    """Of a form as a browser sends it. Werkzeug's own client would leave a file open for one of this length."""
    client.post(FILES, {})  # signs nothing and changes nothing: the session has its token then
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
    tokens = {"X-CSRFToken": client._token()}
    kind = "multipart/form-data; boundary=x"
    return client.client.post(url, data=head + held + b"\r\n--x--\r\n", content_type=kind, headers=tokens).status_code


@pytest.fixture
def small_quota() -> Iterator[None]:
    quota.use(60_000)
    yield
    quota.use(0)


def test_a_full_network_says_so_and_takes_what_is_there_already(as_: As, add: Add, small_quota: None) -> None:
    add(held=PDF + b"0" * 40_000, name="first.pdf")
    page = as_("ben").post(FILES, sent(PDF + b"1" * 40_000, "second.pdf"))
    assert page.status == 422
    assert "take all of the 60.0 kB that they may" in page.text
    assert add("ben", PDF + b"0" * 40_000, "same.pdf").name == "same.pdf"
    assert as_("chidi").post("/networks/mst124/files", sent(PDF + b"1" * 40_000, "second.pdf")).status == 201


class FullStore(stores.FolderStore):
    def write(self, place: str, held: bytes) -> None:
        raise OSError(errno.ENOSPC, f"no space left for {len(held)} bytes at {place}")


def test_a_full_disk_is_answered_in_a_sentence_and_nothing_is_half_kept(as_: As) -> None:
    usual = stores.current()
    assert isinstance(usual, stores.FolderStore)
    stores.use(FullStore(usual.home))
    try:
        page = as_("amina").post(FILES, sent(photograph()))
    finally:
        stores.use(usual)
    assert (page.status, "its disk is full" in page.text) == (422, True)
    assert (count(Attachment), count(StoredFile)) == (0, 0)


class Infected(scanners.NullScanner):
    def check(self, _file: object) -> None:
        raise Invalid(scanners.INFECTED, {"file": [scanners.INFECTED]})


def test_without_a_script_a_full_disk_leaves_the_words_in_the_form(as_: As, talk: Talk) -> None:
    usual = stores.current()
    assert isinstance(usual, stores.FolderStore)
    stores.use(FullStore(usual.home))
    try:
        page = as_("amina").post(f"{talk.url}/reply", {"body": "My words", **sent(photograph())})
    finally:
        stores.use(usual)
    assert (page.status, page.values()["body"], "its disk is full" in page.text) == (422, "My words", True)
    assert count(Attachment) == 0


def test_what_the_scanner_finds_is_not_kept(as_: As) -> None:
    scanners.use(Infected())
    try:
        page = as_("amina").post(FILES, sent(photograph()))
    finally:
        scanners.use(scanners.NullScanner())
    assert (page.status, "virus scanner finds something" in page.text, lying()) == (422, True, [])


def test_bytes_that_somebody_took_out_of_the_store_are_written_again(add: Add) -> None:
    add()
    for place in lying():
        stores.current().remove(place)
    add("ben")
    assert len(lying()) == 2
