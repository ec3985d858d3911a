"""The program that sets one document: JSON in on the standard input, a PDF out. It is run by pdf.py, alone.

Its own process, so that what a typesetter keeps in memory goes when the document is done.
"""

from __future__ import annotations

import contextlib
import resource
import sys
from pathlib import Path

import typst

#: What it may take of the machine: many times what a write-up of a thousand cards needs.
MOST_MEMORY = 2 * 1024**3


def main() -> int:
    # Beyond it the typesetter stops with its own words; a system that knows no such limit has only the time.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    source, given = Path(__file__).with_name("document.typ").read_bytes(), sys.stdin.read()
    try:
        made = _set(source, given, ["ua-1"])
    except typst.TypstError:
        # A letter that no font here has (an emoji, Chinese) breaks the promise of PDF/UA, not the document: it is
        # tagged all the same, and shows a box there.
        made = _set(source, given, [])
    sys.stdout.buffer.write(made)
    return 0


def _set(source: bytes, given: str, standards: list[typst.PDFStandard]) -> bytes:
    made = typst.compile(
        source, format="pdf", sys_inputs={"document": given}, ignore_system_fonts=True, pdf_standards=standards
    )
    assert isinstance(made, bytes)
    return made


if __name__ == "__main__":
    sys.exit(main())
