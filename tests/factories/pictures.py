"""Pictures and files as people send them, and as they should not."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO
from typing import Any

from PIL import Image
from werkzeug.datastructures import FileStorage

#: Where a phone says that a photograph was taken.
GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def photograph(width: int = 800, height: int = 600, *, kind: str = "JPEG", seed: int = 1, **more: Any) -> bytes:
    """A picture with many colours, the left half darker than the right."""
    grain = random.Random(seed)
    small = Image.frombytes("RGB", (40, 30), grain.randbytes(3600)).resize((width, height), Image.Resampling.BICUBIC)
    small.paste(Image.new("RGB", (width // 2, height), (30, 20, 10)), (0, 0))
    return saved(small, kind, **more)


def with_a_place(width: int = 800, height: int = 600, *, turned: int = 1) -> bytes:
    """A photograph that says where and with what it was taken, and how the phone was held."""
    told = Image.Exif()
    told[ORIENTATION], told[MAKER] = turned, "Examplephone"
    told[GPS] = {1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0)}
    return photograph(width, height, exif=told)


def screenshot(width: int = 1200, height: int = 700) -> bytes:
    page = Image.new("RGB", (width, height), "white")
    for line in range(20, height - 20, 30):
        page.paste((20, 20, 30), (40, line, width - 60, line + 8))
    return saved(page, "PNG")


def moving(frames: int = 40) -> bytes:
    """A GIF that moves, whose first frame is red."""
    first, *others = [Image.new("P", (200, 150), 0) for _ in range(frames)]
    first = Image.new("RGB", (200, 150), (200, 10, 10)).convert("P")
    others = [Image.new("RGB", (200, 150), (10, 10, 100 + at % 100)).convert("P") for at in range(len(others))]
    return saved(first, "GIF", save_all=True, append_images=others)


def bomb(width: int, height: int) -> bytes:
    """Many dots in few bytes."""
    return saved(Image.new("1", (width, height)), "PNG")


def saved(picture: Image.Image, kind: str, **more: Any) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def packed(inside: dict[str, bytes]) -> bytes:
    """A zip, as newer documents are."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, held in inside.items():
            archive.writestr(name, held)
    return out.getvalue()


def word_document(**more: bytes) -> bytes:
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"} | more)


def sent(held: bytes, name: str = "photo.jpg") -> dict[str, FileStorage]:
    """For the strict client: a form with this file."""
    return {"file": FileStorage(BytesIO(held), name)}
