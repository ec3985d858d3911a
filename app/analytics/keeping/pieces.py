"""Files of an upload, taken in piece by piece: the site takes no request of more than 2 MB, and holds none of them in
memory for long (decision 0019). What was cut off goes on where it stopped.
"""

from __future__ import annotations

import errno
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.analytics.dataset.reading import NAMES
from app.analytics.dataset.schema import TABLES
from app.analytics.keeping.uploads import Upload
from app.core.errors import Conflict, Invalid
from app.core.language.spoken import gettext, lazy_gettext
from app.core.text.words import in_units

#: Of all files of an upload together, in octets. The whole OULAD has half a gigabyte.
LARGEST_UPLOAD: Final = 4 * 10**9
#: What a file may leave of the disk, in octets.
LEFT_FREE: Final = 500 * 10**6
#: Whatever a zip is called when it is sent.
ZIP: Final = "dataset.zip"
MAKE_ROOM: Final = lazy_gettext(
    "Have whoever keeps the machine make room, then send it again: it goes on where it stopped."
)
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True)
class SentFile:
    """A file as its sender has it: whoever sends another under the same name begins anew."""

    name: str
    size: int
    #: When it was last changed there, as the browser says.
    changed: int = 0


@dataclass(frozen=True)
class ArrivedFile:
    name: str
    size: int
    arrived: int

    @property
    def whole(self) -> bool:
        return self.arrived == self.size


class OtherPlace(Conflict):
    """The piece does not begin where the file ends so far."""

    def __init__(self, arrived: int) -> None:
        super().__init__(gettext("This piece is none that is missing."))
        self.arrived = arrived


def kept_name(given: str) -> str:
    """Under which name a file is kept. Invalid for one that is part of no dataset; a path before it does not count."""
    name = given.replace("\\", "/").rpartition("/")[2]
    if name.lower().endswith(".zip"):
        return ZIP
    if name in NAMES:
        return name
    tables = ", ".join(table.name for table in TABLES)
    raise Invalid(
        gettext("“%(name)s” is no file of a dataset.", name=name[:60]),
        help_text=gettext("Send a zip, or as .csv or .parquet: %(tables)s.", tables=tables),
    )


def arrived_files(upload: Upload) -> list[ArrivedFile]:
    found = []
    for path in sorted(upload.files.iterdir()) if upload.files.is_dir() else ():
        length = path.lstat().st_size
        name, _, rest = path.name.removesuffix(".part").partition("@")
        found.append(ArrivedFile(name, int(rest.partition("-")[0]) if rest else length, length))
    return found


def missing(upload: Upload) -> list[str]:
    """What has to arrive before the files can be checked: names of tables, or of files that were cut off."""
    files = arrived_files(upload)
    if cut_off := [each.name for each in files if not each.whole]:
        return cut_off
    names = {each.name for each in files}
    if ZIP in names:
        return []
    return [table.name for table in TABLES if not names & {f"{table.name}.csv", f"{table.name}.parquet"}]


def whole_until_now(upload: Upload, file: SentFile) -> int:
    """How much of this very file is here: where its sender goes on."""
    whole = upload.files / file.name
    if whole.exists() and whole.stat().st_size == file.size:
        return 0  # sent once more, it takes the place of the other
    part = _part(upload, file)
    return part.stat().st_size if part.exists() else 0


def add_piece(upload: Upload, file: SentFile, at: int, octets: bytes) -> int:
    """Put the piece to the others; how much of the file is here now. Whoever calls is alone with the upload.

    OtherPlace if it does not begin where the file ends; Invalid, in words, if it is too large or the disk is full.
    """
    _refuse_what_is_too_large(upload, file, at)
    part = _part(upload, file)
    arrived = part.stat().st_size if part.exists() else 0
    if at not in {0, arrived}:
        raise OtherPlace(arrived)
    if at + len(octets) > file.size or (not octets and file.size):
        raise Invalid(
            gettext("%(name)s is another file than it was said to be.", name=file.name),
            help_text=gettext("Choose it once more."),
        )
    try:
        with part.open("wb" if at == 0 else "ab") as target:
            target.write(octets)
    except OSError as fault:
        if fault.errno not in _FULL:
            raise
        raise Invalid(gettext("The disk of the site is full."), help_text=MAKE_ROOM) from fault
    _make_way(upload, file, part)
    if at + len(octets) == file.size:
        part.replace(upload.files / file.name)
    return at + len(octets)


def is_disk_full(fault: Exception) -> bool:
    """Also of DuckDB, which says so in words only."""
    words = str(fault)
    return getattr(fault, "errno", None) in _FULL or "No space left" in words or "max_temp_directory_size" in words


def _refuse_what_is_too_large(upload: Upload, file: SentFile, at: int) -> None:
    others = sum(each.size for each in arrived_files(upload) if each.name != file.name)
    if (file.name != ZIP and file.size + others > LARGEST_UPLOAD) or file.size > LARGEST_UPLOAD:
        raise Invalid(
            gettext(
                "%(name)s is too large: a dataset may have %(in_units)s in all.",
                name=file.name,
                in_units=in_units(LARGEST_UPLOAD),
            )
        )
    free = shutil.disk_usage(upload.folder).free - LEFT_FREE
    if file.size - at > free:
        raise Invalid(
            gettext(
                "The disk of the site has no room for %(name)s: %(in_units)s are to come, and "
                "%(in_units2)s can be given.",
                name=file.name,
                in_units=in_units(file.size - at),
                in_units2=in_units(max(free, 0)),
            ),
            help_text=MAKE_ROOM,
        )


def _make_way(upload: Upload, file: SentFile, part: Path) -> None:
    """What comes later stands for what came before: a zip for all, a single file for a zip and for the same table."""
    table = file.name.partition(".")[0]
    for path in upload.files.iterdir():
        other = path.name.partition("@")[0]
        same = ZIP in {file.name, other} or other.partition(".")[0] == table
        if path != part and same and path.name != file.name:
            path.unlink()


def _part(upload: Upload, file: SentFile) -> Path:
    return upload.files / f"{file.name}@{file.size}-{file.changed}.part"
