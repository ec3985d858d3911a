"""Pictures and files are in what a person takes away, and in a backup."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path

from app.accounts.models import Person
from app.administration.backup.uploads import put_uploads, uploaded
from app.attachments import services
from app.attachments.keeping import stores
from app.attachments.keeping.stores import FolderStore
from app.attachments.services import Described
from app.core.actor import Actor
from app.core.db import db
from app.privacy.copies import write_copy
from tests.factories.pictures import PDF, photograph
from tests.integration.attachments.conftest import Add
from tests.people import NETWORKS, World


def test_a_copy_of_everything_holds_ones_own_with_what_was_said_of_them(add: Add, world: World) -> None:
    me: Actor = world.actor("amina")
    picture = add()
    add(held=PDF, name="Week 3.pdf")
    add("ben", photograph(seed=9))
    services.describe(me, NETWORKS["s215"], {picture.token: Described("Line 3")})
    db.session.commit()
    out = BytesIO()
    write_copy(out, db.session.get_one(Person, world.amina.id), me)
    with zipfile.ZipFile(out) as archive:
        found = json.loads(archive.read("everything-about-me.json"))
        files = {name: archive.read(name) for name in archive.namelist() if name.startswith("files/")}
    assert files.keys() == {"files/001.webp", "files/002.pdf"}
    assert files["files/002.pdf"] == PDF
    [rows] = [each["rows"] for each in found["sections"] if each["key"] == "attachment.person_id"]
    assert [(row["kind"], row.get("what it shows"), row.get("name")) for row in rows] == [
        ("picture", "Line 3", None),
        ("document", None, "Week 3.pdf"),
    ]


def test_what_lies_in_the_store_goes_into_a_backup_and_out_of_it(add: Add, tmp_path: Path) -> None:
    add()
    add(held=PDF, name="notes.pdf")
    stores.current().write("1/half-written.tmp", b"x")
    held = dict(uploaded(stores.current()))
    assert len(held) == 3
    for name, what in held.items():
        path = tmp_path / "unpacked" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(what)
    there = FolderStore(tmp_path / "files")
    for _ in range(2):
        put_uploads(tmp_path / "unpacked", there)
    assert dict(uploaded(there)) == held
