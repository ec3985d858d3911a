"""Files that are no backup, or not the one that was made: each is answered in a sentence, and nothing is touched."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

from app.administration.backup import archive
from app.administration.backup.making import back_up
from app.core.errors import Invalid
from tests.conftest import DATABASES
from tests.integration.administration.conftest import OwnSite

New = Callable[..., OwnSite]
KIND = DATABASES[0]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory, written: Callable[[str], str]) -> Path:
    """A backup as it was made."""
    from tests.integration.administration.conftest import settings_of

    folder = tmp_path_factory.mktemp("whole")
    site = OwnSite(settings_of(folder, written(KIND)))
    with site.open():
        return back_up(site.settings, folder / "a.tar.gz").path


@pytest.fixture
def empty(new_site: New) -> OwnSite:
    return new_site(KIND)


def refused(site: OwnSite, file: Path) -> str:
    """What `site restore` says; and nothing is there afterwards that was not before."""
    code, said = site.type_("site", "restore", str(file))
    assert code == 1, said
    [line] = said.splitlines()
    assert line.startswith("Error: ")
    assert {path.name for path in site.settings.data_dir.iterdir()} <= {"secret_key"}
    if site.settings.database_url:
        assert site.type_("site", "check")[1].count("is not set up") == 1
    return line


def members(file: Path) -> dict[str, bytes]:
    with tarfile.open(file) as tar:
        return {each.name: held.read() for each in tar if (held := tar.extractfile(each))}


def packed(file: Path, held: Mapping[str, bytes], *others: tarfile.TarInfo) -> Path:
    with tarfile.open(file, "w:gz") as tar:
        for name, content in held.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
        for info in others:
            tar.addfile(info, io.BytesIO(bytes(info.size)))
    return file


def sealed(held: dict[str, bytes]) -> dict[str, bytes]:
    """With a manifest that fits, as somebody makes it who knows how."""
    held = {name: content for name, content in held.items() if name not in {archive.MANIFEST, archive.SEAL}}
    told = {name: [len(content), hashlib.sha256(content).hexdigest()] for name, content in held.items()}
    manifest = json.dumps({"members": told, "rows": {}}).encode()
    return {**held, archive.MANIFEST: manifest, archive.SEAL: hashlib.sha256(manifest).hexdigest().encode()}


@pytest.mark.parametrize(
    "held",
    [b"", b"x", b"PK\3\4 a zip", b"SQLite format 3\0" + bytes(4096), gzip.compress(b""), gzip.compress(b"words" * 999)],
    ids=["empty", "one byte", "zip", "database", "gzip of nothing", "gzip of words"],
)
def test_what_is_no_backup(empty: OwnSite, tmp_path: Path, held: bytes) -> None:
    (tmp_path / "a.tar.gz").write_bytes(held)
    assert "a.tar.gz is no backup of a site like this one. Nothing was changed." in refused(
        empty, tmp_path / "a.tar.gz"
    )


def test_an_archive_of_something_else(empty: OwnSite, tmp_path: Path) -> None:
    for number, held in enumerate(
        (
            {"holiday.jpg": b"1"},
            {archive.ABOUT: b"{}"},
            {archive.ABOUT: b"[1]"},
            {archive.ABOUT: b"\xff"},
            {archive.ABOUT: b"[" * 99_999},
            {},
        )
    ):
        assert "is no backup of a site" in refused(empty, packed(tmp_path / f"{number}.tar.gz", held))


@pytest.mark.parametrize(
    "other", [{"format": float("inf")}, {"migration": ["0001"]}, {"migration": 5}, {"database": "another"}]
)
def test_one_that_says_nothing_sensible_of_itself(
    empty: OwnSite, whole: Path, tmp_path: Path, other: dict[str, Any]
) -> None:
    held = members(whole)
    about = json.dumps(json.loads(held[archive.ABOUT]) | other).encode()
    assert "is no backup of a site" in refused(
        empty, packed(tmp_path / "a.tar.gz", sealed({**held, archive.ABOUT: about}))
    )


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95, 0.999])
def test_one_that_is_cut_short(empty: OwnSite, whole: Path, tmp_path: Path, share: float) -> None:
    (tmp_path / "a.tar.gz").write_bytes(whole.read_bytes()[: int(share * whole.stat().st_size)])
    line = refused(empty, tmp_path / "a.tar.gz")
    assert "a.tar.gz is cut short: its end is missing. Nothing was changed." in line


def test_one_without_its_last_members(empty: OwnSite, whole: Path, tmp_path: Path) -> None:
    held = members(whole)
    del held[archive.SEAL]
    assert "is cut short" in refused(empty, packed(tmp_path / "a.tar.gz", held))


def test_one_in_which_a_byte_is_another(empty: OwnSite, whole: Path, tmp_path: Path) -> None:
    dice = Random(20261130)
    for number in range(12):
        held = bytearray(whole.read_bytes())
        place = dice.randrange(20, len(held))
        held[place] ^= 1 << dice.randrange(8)
        if means_the_same(bytes(held), whole):
            continue  # nought may be written in many ways
        file = tmp_path / f"{number}.tar.gz"
        file.write_bytes(held)
        line = refused(empty, file)
        assert any(words in line for words in ("not what was written", "is cut short", "is no backup")), (place, line)


def means_the_same(held: bytes, whole: Path) -> bool:
    try:
        return gzip.decompress(held) == gzip.decompress(whole.read_bytes())
    except (EOFError, gzip.BadGzipFile, zlib.error):
        return False


@pytest.mark.parametrize("name", [archive.ABOUT, "database", archive.MANIFEST, archive.SEAL])
def test_one_whose_member_somebody_changed(empty: OwnSite, whole: Path, tmp_path: Path, name: str) -> None:
    held = members(whole)
    name = next(each for each in held if each.startswith(name))
    changed = held[name].replace(b"sqlite", b"SQLITE").replace(b"1", b"2").replace(b"person", b"nosrep")
    changed = changed.replace(b'"format": 2', b'"format": 9')
    assert changed != held[name]
    line = refused(empty, packed(tmp_path / "a.tar.gz", {**held, name: changed}))
    assert "is not what was written when the backup was made" in line or "newer version" in line


def test_one_member_too_many_and_one_too_few(empty: OwnSite, whole: Path, tmp_path: Path) -> None:
    held = members(whole)
    more = {archive.ABOUT: held[archive.ABOUT], archive.CLOCK: b"{}", **held}
    less = {name: content for name, content in held.items() if not name.startswith("database")}
    for number, changed in enumerate((more, less)):
        assert "not what was written" in refused(empty, packed(tmp_path / f"{number}.tar.gz", changed))


@pytest.mark.parametrize(
    "name",
    [
        "../escaped",
        "/HERE/escaped",
        "files/../../escaped",
        "analytics/demo/v1/../../../escaped",
        "analytics/../v1/x",
        "keys/round-1.key",
        "set-up-key",
    ],
)
def test_names_lead_nowhere_else(empty: OwnSite, whole: Path, tmp_path: Path, name: str) -> None:
    name = name.replace("/HERE", str(tmp_path))
    held = sealed({**members(whole), name: b"escaped"})
    line = refused(empty, packed(tmp_path / "a.tar.gz", held))
    assert "is not what was written" in line
    assert not list(tmp_path.parent.rglob("escaped"))


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE, tarfile.CHRTYPE])
def test_links_and_devices_are_not_made(empty: OwnSite, whole: Path, tmp_path: Path, kind: bytes) -> None:
    link = tarfile.TarInfo(archive.SECRET_KEY)
    link.type, link.linkname = kind, "/etc/passwd"
    assert "is not what was written" in refused(empty, packed(tmp_path / "a.tar.gz", members(whole), link))


def test_one_of_a_newer_version_is_named_so(empty: OwnSite, whole: Path, tmp_path: Path) -> None:
    held = members(whole)
    about = json.loads(held[archive.ABOUT])
    for number, newer in enumerate(({"format": archive.FORMAT + 1, "colour": "green"}, {"migration": "ffff00000000"})):
        changed = sealed({**held, archive.ABOUT: json.dumps(about | newer).encode()})
        line = refused(empty, packed(tmp_path / f"{number}.tar.gz", changed))
        assert (
            "was made by a newer version of this software. Nothing was changed. Restore it with that version." in line
        )


def test_a_manifest_that_says_nothing_sensible(empty: OwnSite, whole: Path, tmp_path: Path) -> None:
    held = members(whole)
    for number, manifest in enumerate((b"", b"[]", b'{"members": {"about.json": 1}, "rows": {}}', b"\xff")):
        seal = hashlib.sha256(manifest).hexdigest().encode()
        file = packed(tmp_path / f"{number}.tar.gz", {**held, archive.MANIFEST: manifest, archive.SEAL: seal})
        assert "is not what was written" in refused(empty, file)


def test_a_file_that_is_not_there_and_a_folder(empty: OwnSite, tmp_path: Path) -> None:
    for path in (tmp_path / "gone.tar.gz", tmp_path):
        code, said = empty.type_("site", "restore", str(path))
        assert code == 2
        assert "does not exist" in said or "is a directory" in said


def test_the_whole_one_is_read(whole: Path, tmp_path: Path) -> None:
    manifest = archive.unpack(whole, tmp_path / "unpacked")
    assert manifest.rows["person"] == 12
    assert manifest.rows["post"] == 1
    with pytest.raises(Invalid, match="cut short"):
        (tmp_path / "b.tar.gz").write_bytes(whole.read_bytes()[:-9])
        archive.unpack(tmp_path / "b.tar.gz", tmp_path / "again")
