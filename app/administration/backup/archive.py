"""The file of a backup: a tar in gzip, whose members have fixed names and whose last ones say what the others are.

    about.json        what this is, its format, the database's kind and version, when; readable before the rest
    database.sqlite   or database.pgdump (pg_dump's own format)
    files/…           what lies beside the database
    secrets/…         only if asked for
    analytics/…       of each dataset the version that served
    uploads/…         pictures and files of posts
    manifest.json     size and SHA-256 of each member above, rows of each table
    manifest.sha256   of the manifest

Pure: no database, no web. Whatever a file holds, only members with such names are read, and only into the folder given.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from app.core.errors import Invalid

WHAT: Final = "backup of a site of learning networks"
FORMAT: Final = 2
ABOUT, MANIFEST, SEAL = "about.json", "manifest.json", "manifest.sha256"
SQLITE, POSTGRESQL = "database.sqlite", "database.pgdump"
CLOCK = "files/clock.json"
SECRET_KEY, PSEUDONYM_KEY = "secrets/secret_key", "secrets/pseudonym.key"

_FILE = r"[A-Za-z0-9_][A-Za-z0-9_.=-]*"
_FIXED = "|".join(
    re.escape(name) for name in (ABOUT, MANIFEST, SEAL, SQLITE, POSTGRESQL, CLOCK, SECRET_KEY, PSEUDONYM_KEY)
)
#: Pictures and files of posts: network, digest, maybe the smaller size (since format 2).
UPLOADED = re.compile(r"uploads/[1-9][0-9]*/[0-9a-f]{64}(-480)?\.[a-z]{3,4}")
_NAMES = re.compile(rf"{_FIXED}|{UPLOADED.pattern}|analytics/[a-z0-9][a-z0-9-]{{0,31}}/v[1-9][0-9]*/({_FILE}/)?{_FILE}")
#: More is no word about a backup.
_SMALL = 2**24
_CHUNK = 2**20
#: What is raised by JSON that says something else than it should.
_NO_SENSE = (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True)
class About:
    """What a backup says of itself in its first bytes."""

    #: The database's version: a migration's name; "" if the tables were made without migrations.
    migration: str
    #: sqlite or postgresql
    database: str
    taken_at: str
    with_secrets: bool
    what: str = WHAT
    format: int = FORMAT


@dataclass(frozen=True)
class BackupManifest:
    about: About
    #: Name of a member → its size and SHA-256.
    members: dict[str, tuple[int, str]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)


class Writing:
    """Puts members into a backup, one after the other, and seals it."""

    def __init__(self, tar: tarfile.TarFile, about: About) -> None:
        self._tar, self.about = tar, about
        self._members: dict[str, tuple[int, str]] = {}
        self.add_bytes(ABOUT, _json(asdict(about)))

    def add_bytes(self, name: str, held: bytes) -> None:
        self._add(name, io.BytesIO(held), len(held))

    def add_file(self, name: str, path: Path) -> None:
        with path.open("rb") as file:
            self._add(name, file, path.stat().st_size)

    def seal(self, rows: Mapping[str, int]) -> BackupManifest:
        """Say what was put in: nothing comes after it."""
        done = BackupManifest(self.about, dict(self._members), dict(rows))
        held = _json({"members": done.members, "rows": done.rows})
        self.add_bytes(MANIFEST, held)
        self.add_bytes(SEAL, hashlib.sha256(held).hexdigest().encode())
        return done

    def _add(self, name: str, file: IO[bytes], size: int) -> None:
        assert _NAMES.fullmatch(name), name
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        read = _Hashing(file)
        self._tar.addfile(info, read)
        self._members[name] = (size, read.digest)


class _Hashing:
    """A file that is read once, and what was read of it as a checksum."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._hash = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        held = self._file.read(size)
        self._hash.update(held)
        return held

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()


@contextmanager
def written_to(file: IO[bytes], about: About) -> Iterator[Writing]:
    """A backup that is written into this file as it is put together."""
    # The quickest: what is large is either words, which shrink to a third even so, or compressed already.
    with (
        gzip.GzipFile(filename="", fileobj=file, mode="wb", compresslevel=1, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
    ):
        yield Writing(tar, about)


def unpack(path: Path, into: Path) -> BackupManifest:
    """Write the members into the folder, under their names, and check each: Invalid, in a sentence, if one is not what was
    written when the backup was made. What was unpacked by then is for the caller to remove.
    """
    seen: dict[str, tuple[int, str]] = {}
    about: About | None = None
    try:
        with _opened(path) as tar:
            for member in tar:
                if about is None and (member.name != ABOUT or member.size > _SMALL):
                    raise _not_one(path)
                name = _named(path, member, seen)
                seen[name] = _unpacked(tar, member, into)
                about = about or _about(path, into / ABOUT)
    except EOFError:
        raise _cut_short(path) from None
    except (tarfile.TarError, zlib.error, gzip.BadGzipFile, UnicodeError) as fault:
        raise (_not_one(path) if about is None else _changed(path)) from fault
    if about is None:
        raise _not_one(path)
    return _checked(path, into, about, seen)


@contextmanager
def _opened(path: Path) -> Iterator[tarfile.TarFile]:
    with path.open("rb") as file, gzip.GzipFile(fileobj=file) as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
        yield tar
        # What follows the last member belongs to the checksum of the whole.
        while packed.read(_CHUNK):
            pass


def _about(path: Path, told: Path) -> About:
    try:
        said = json.loads(told.read_bytes())
        if said["what"] != WHAT:
            raise _not_one(path)
        if int(said["format"]) > FORMAT:
            raise newer(path)
        about = About(**said)
    except _NO_SENSE:
        raise _not_one(path) from None
    if type(about.migration) is not str or about.database not in {"sqlite", "postgresql"}:
        raise _not_one(path)
    return about


def _named(path: Path, member: tarfile.TarInfo, seen: Mapping[str, object]) -> str:
    if not member.isreg() or not _NAMES.fullmatch(member.name) or member.name in seen:
        raise _changed(path, member.name)
    return member.name


def _unpacked(tar: tarfile.TarFile, member: tarfile.TarInfo, into: Path) -> tuple[int, str]:
    target, found = into / member.name, hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    source = tar.extractfile(member)
    assert source is not None
    size = 0
    with target.open("xb") as out:
        while held := source.read(_CHUNK):
            found.update(held)
            size += len(held)
            out.write(held)
    if size != member.size:
        raise EOFError
    return size, found.hexdigest()


def _checked(path: Path, into: Path, about: About, seen: dict[str, tuple[int, str]]) -> BackupManifest:
    if MANIFEST not in seen or SEAL not in seen:
        raise _cut_short(path)
    (_, sealed), _ = seen.pop(MANIFEST), seen.pop(SEAL)
    if (into / SEAL).read_bytes().strip() != sealed.encode():
        raise _changed(path, MANIFEST)
    try:
        told: dict[str, Any] = json.loads((into / MANIFEST).read_bytes())
        members = {name: (int(size), str(digest)) for name, (size, digest) in told["members"].items()}
        rows = {str(name): int(many) for name, many in told["rows"].items()}
    except _NO_SENSE:
        raise _changed(path, MANIFEST) from None
    for name in members.keys() | seen.keys():
        if members.get(name) != seen.get(name):
            raise _changed(path, name)
    return BackupManifest(about, members, rows)


def newer(path: Path) -> Invalid:
    return Invalid(
        f"{path} was made by a newer version of this software. Nothing was changed.",
        help_text="Restore it with that version.",
    )


def _not_one(path: Path) -> Invalid:
    return Invalid(f"{path} is no backup of a site like this one. Nothing was changed.")


def _cut_short(path: Path) -> Invalid:
    return Invalid(
        f"{path} is cut short: its end is missing. Nothing was changed.",
        help_text="Copy it anew from where it came, or use an older backup.",
    )


def _changed(path: Path, name: str = "") -> Invalid:
    what = f"{name[:100]!r} in {path}" if name else f"{path}"
    return Invalid(
        f"{what} is not what was written when the backup was made: it is damaged, or somebody changed it. "
        "Nothing was changed here.",
        help_text="Copy it anew from where it came, or use an older backup.",
    )


def _json(told: Mapping[str, Any]) -> bytes:
    return (json.dumps(told, indent=1, sort_keys=True) + "\n").encode()
