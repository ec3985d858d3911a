"""What may be added, told from the first bytes and, of documents, from what they hold. Pure; nothing is interpreted here."""

from __future__ import annotations

import struct
from typing import IO, NamedTuple

from app.attachments.models import FileKind
from app.core.errors import Invalid
from app.core.text.signs import on_one_line, stated

LARGEST_FILE = 20_000_000
LONGEST_NAME = 120
_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
#: Suffix → the type that it is served as.
MEDIA_TYPES = {
    ".webp": "image/webp",
    ".png": "image/png",
    ".pdf": "application/pdf",
    ".docx": f"{_OOXML}wordprocessingml.document",
    ".xlsx": f"{_OOXML}spreadsheetml.sheet",
    ".pptx": f"{_OOXML}presentationml.presentation",
    ".odt": f"{_ODF}text",
    ".ods": f"{_ODF}spreadsheet",
    ".odp": f"{_ODF}presentation",
}
#: For the field in the browser: without HEIC there, iPhones hand over JPEG.
ACCEPTED = "image/jpeg,image/png,image/webp,image/gif," + ",".join(
    suffix for suffix in MEDIA_TYPES if suffix not in {".webp", ".png"}
)
_INSIDE = {".docx": b"word/", ".xlsx": b"xl/", ".pptx": b"ppt/"}
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")
_MARKUP = (b"<svg", b"<?xml", b"<!doc", b"<html", b"<scri")
#: More is no list of what a document holds.
_LARGEST_LIST = 1_000_000
_LIST_ENDS = struct.Struct("<4s4H2LH")

BUSY = "Other pictures are being made just now. Please try again in a moment."
TOO_LARGE = "This file is larger than 20 MB. Please choose a smaller one."
_EMPTY = "This file is empty. Please choose another."
_SVG = "A drawing as SVG can hold a program, so it is not taken. Save it as PNG, or take a screenshot of it."
_NOT_HEIC = (
    "This photograph is kept as HEIC, which is not read here. Save it as JPEG first; on an iPhone, choose “Most Compatible” "
    "under Options when you pick it."
)
_OTHER = (
    "Pictures can be JPEG, PNG, WebP or GIF, and documents PDF, Word, Excel or PowerPoint (docx, xlsx, pptx) or OpenDocument "
    "(odt, ods, odp). This is something else."
)
_OLD = "This is a document of an older kind. Save it as docx, xlsx or pptx, or as PDF, and add that."
_PROGRAM = "There are macros in this document, which are programs. Save it without them, or as PDF, and add that."
_MISNAMED = "The file’s name says that it is another kind of document than it is. Please save it anew and add that."


class Seen(NamedTuple):
    kind: FileKind
    #: Of a document.
    suffix: str = ""


def seen(file: IO[bytes], name: str) -> Seen:
    """What this is; Invalid, in a sentence, for what is not taken. The file's name decides only between documents that are
    alike, and not whether something is a picture.
    """
    file.seek(0, 2)
    size = file.tell()
    file.seek(0)
    head = file.read(64)
    if size > LARGEST_FILE:
        raise _not_taken(TOO_LARGE)
    if not head:
        raise _not_taken(_EMPTY)
    if head.startswith(_PICTURES) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return Seen(FileKind.PICTURE)
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        raise _not_taken(_NOT_HEIC)
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise _not_taken(_SVG)
    return Seen(FileKind.DOCUMENT, _document(file, head, size, name))


def _document(file: IO[bytes], head: bytes, size: int, name: str) -> str:
    if head.startswith(b"%PDF-"):
        return ".pdf"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise _not_taken(_OLD)
    if not head.startswith(b"PK\x03\x04"):
        raise _not_taken(_OTHER)
    held = _listed(file, size)
    if b"vbaProject" in held or b"Basic/" in held:
        raise _not_taken(_PROGRAM)
    suffix = _by_contents(head, held)
    if not suffix:
        raise _not_taken(_OTHER)
    if not name.lower().endswith(suffix):
        raise _not_taken(_MISNAMED)
    return suffix


def _by_contents(head: bytes, held: bytes) -> str:
    for suffix, media_type in MEDIA_TYPES.items():
        if media_type.startswith(_ODF) and head[30:].startswith(b"mimetype" + media_type.encode()[: len(head) - 38]):
            return suffix
        if suffix in _INSIDE and b"[Content_Types].xml" in held and _INSIDE[suffix] in held:
            return suffix
    return ""


def _listed(file: IO[bytes], size: int) -> bytes:
    """The list at the end of a packed document of what it holds; it is read, and nothing is unpacked."""
    file.seek(max(0, size - 66_000))
    end = file.read()
    at = end.rfind(b"PK\x05\x06")
    if at < 0 or len(end) - at < _LIST_ENDS.size:
        raise _not_taken(_OTHER)
    _, _, _, _, _, length, begin, _ = _LIST_ENDS.unpack_from(end, at)
    if length > _LARGEST_LIST or begin + length > size:
        raise _not_taken(_OTHER)
    file.seek(begin)
    return file.read(length)


def fitting_name(name: str, suffix: str) -> str:
    """What a document is called: one line without folders, as long as its kind's suffix fits behind it."""
    last = on_one_line(stated(name.replace("\\", "/").rstrip("/").rpartition("/")[2]))
    stem = " ".join(last.removesuffix(suffix).split()).strip(". ")
    if stem.lower().endswith(suffix):
        stem = stem[: -len(suffix)].strip(". ")
    return f"{stem[: LONGEST_NAME - len(suffix)] or 'document'}{suffix}"


def _not_taken(sentence: str) -> Invalid:
    return Invalid(sentence, {"file": [sentence]})
