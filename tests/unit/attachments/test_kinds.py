"""What may be added is told from the bytes, and refused in a sentence."""

from __future__ import annotations

from io import BytesIO

import pytest

from app.attachments.kinds import LARGEST_FILE, LONGEST_NAME, fitting_name, seen
from app.attachments.models import FileKind
from app.core.errors import Invalid
from tests.factories.pictures import PDF, packed, photograph, word_document

ODT = b"application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_pictures_are_known_by_their_first_bytes_whatever_they_are_called(kind: str) -> None:
    assert seen(BytesIO(photograph(kind=kind)), "notes.pdf").kind is FileKind.PICTURE


@pytest.mark.parametrize(
    ("held", "name", "suffix"),
    [
        (PDF, "script.pdf", ".pdf"),
        (PDF, "script.jpg", ".pdf"),
        (word_document(), "Notes.DOCX", ".docx"),
        (packed({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "marks.xlsx", ".xlsx"),
        (packed({"[Content_Types].xml": b"", "ppt/slides.xml": b""}), "talk.pptx", ".pptx"),
        (packed({"mimetype": ODT, "content.xml": b""}), "notes.odt", ".odt"),
    ],
)
def test_documents_are_taken(held: bytes, name: str, suffix: str) -> None:
    assert seen(BytesIO(held), name) == (FileKind.DOCUMENT, suffix)


@pytest.mark.parametrize(
    ("held", "name", "sentence"),
    [
        (b"", "photo.jpg", "is empty"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "a.svg", "SVG can hold a program"),
        (b"\xef\xbb\xbf \n<?xml version='1.0'?><svg/>", "photo.png", "SVG can hold a program"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "photo.gif", "can hold a program"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "IMG_1.HEIC", "HEIC"),
        (b"\0\0\0\x18ftypavif\0\0\0\0avif", "a.avif", "HEIC"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 90, "notes.doc", "older kind"),
        (word_document(**{"word/vbaProject.bin": b"x"}), "notes.docm", "macros"),
        (word_document(), "notes.xlsx", "another kind of document"),
        (packed({"evil.exe": b"MZ"}), "notes.docx", "something else"),
        (b"PK\x03\x04" + b"\0" * 80, "notes.docx", "something else"),
        (b"MZ\x90\0" + b"\0" * 80, "photo.jpg", "something else"),
        (b"just words", "notes.txt", "something else"),
    ],
)
def test_everything_else_is_refused_with_what_to_do(held: bytes, name: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        seen(BytesIO(held), name)


def test_a_list_that_lies_about_its_length_is_not_read() -> None:
    held = bytearray(word_document())
    at = held.rfind(b"PK\x05\x06")
    held[at + 12 : at + 16] = (2**31).to_bytes(4, "little")
    with pytest.raises(Invalid, match="something else"):
        seen(BytesIO(bytes(held)), "notes.docx")


def test_too_large_a_file_is_refused() -> None:
    with pytest.raises(Invalid, match="larger than 20 MB"):
        seen(BytesIO(b"%PDF-" + b"0" * LARGEST_FILE), "all.pdf")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Notes on week 3.pdf", "Notes on week 3.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\me\\notes.pdf", "notes.pdf"),
        ("two\r\nlines\n.pdf", "two lines.pdf"),
        ("NOTES.PDF", "NOTES.pdf"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        ("\u202efdp.exe\u202c.pdf", "fdp.exe\u202c.pdf"),
        ("a" * 400 + ".pdf", "a" * (LONGEST_NAME - 4) + ".pdf"),
        ("folder/", "folder.pdf"),
        ("nöte 数学.pdf", "nöte 数学.pdf"),
    ],
)
def test_a_name_is_one_line_without_folders(sent: str, kept: str) -> None:
    assert fitting_name(sent, ".pdf") == kept
