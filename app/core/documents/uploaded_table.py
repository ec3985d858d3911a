"""A table that somebody chose as a file, as the text that they would have pasted. Pure."""

from __future__ import annotations

import codecs

from app.core.errors import Invalid
from app.core.language.spoken import gettext

#: Some thousands of lines.
LARGEST = 200_000
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_BY_MARK = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def text_of(content: bytes, *, field: str) -> str:
    """The text of a CSV file, in whichever encoding a spreadsheet wrote it. Invalid, at this field of the form, for what is no
    text, or too much.
    """
    if len(content) > LARGEST:
        raise _unusable(field, f"This file is larger than {LARGEST // 1000} kB. Please choose one with fewer lines.")
    if content.startswith(_WORKBOOKS):
        raise _unusable(field, "This is a workbook. Save it as CSV first, or copy its cells and paste them above.")
    for mark, encoding in _BY_MARK:
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    if b"\0" in content:
        raise _unusable(field, "This is no text. Please choose a CSV file.")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _unusable(field: str, fault: str) -> Invalid:
    return Invalid(gettext("The file was not read."), {field: [fault]})
