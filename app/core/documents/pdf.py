"""A document as a PDF: A4, tagged, with an outline, page numbers and its own fonts. Markdown's HTML goes in.

The typesetter runs in a process of its own with bounded time and memory. What people wrote goes to it as data: it is
never read as an instruction. A formula stands as the source it was typed as.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.core.language.kept import kept_by_language
from app.core.text.blocks import Node, blocks

#: Seconds. A write-up of a thousand cards takes two.
PATIENCE = 40
#: Documents kept, some 100 kB each: those who had the letter ask for the same one.
KEPT = 8

_CHILD = Path(__file__).with_name("typesetter.py")


class PdfFailed(Exception):
    """The typesetter did not manage it, or took too long. The message is its own, for the log."""


@dataclass(frozen=True)
class DocumentSection:
    """A part of a document under its own heading. `html` is what core.markdown gave; `note` stands small below it."""

    title: str
    html: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Document:
    """What is set. `address` is the page's own, to which links are relative; `running` stands at the foot of a page."""

    title: str
    kicker: str
    author: str
    running: str
    address: str
    facts: tuple[str, ...]
    sections: tuple[DocumentSection, ...]


@kept_by_language(KEPT)
def as_pdf(paper: Document) -> bytes:
    """The document; PaperFailed if it cannot be set within the time. Set once in a process for the same words."""
    given = json.dumps(
        {
            "title": paper.title,
            "author": paper.author,
            "kicker": paper.kicker,
            "running": paper.running,
            "facts": [[fact] for fact in paper.facts],
            "body": [block for section in paper.sections for block in _section(section, paper.address)],
        }
    )
    # -I: nothing of the caller's environment or folder reaches the child; one thread leaves the others their cores.
    command = [sys.executable, "-I", str(_CHILD)]
    try:
        done = subprocess.run(  # noqa: S603 -- our own program, and no word of a person's in the command
            command,
            input=given.encode(),
            capture_output=True,
            timeout=PATIENCE,
            check=True,
            env={"RAYON_NUM_THREADS": "1", "PATH": os.defpath},
        )
    except subprocess.CalledProcessError as fault:
        raise PdfFailed(fault.stderr.decode("utf-8", "replace")[-500:]) from fault
    except (subprocess.TimeoutExpired, OSError) as fault:
        raise PdfFailed(str(fault)) from fault
    return done.stdout


def _section(section: DocumentSection, address: str) -> Iterator[Node]:
    yield {"tag": "heading", "level": 1, "inside": [section.title]}
    level = 1
    for block in blocks(section.html, address):
        if block["tag"] == "heading":
            # A reader of tagged documents goes down the levels one by one.
            level = block["level"] = min(block["level"], level + 1)
        yield block
    if section.note:
        yield {"tag": "p", "inside": [{"tag": "em", "inside": [section.note]}]}
