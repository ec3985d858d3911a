"""The process that reads a picture from a stranger and writes two harmless ones. Started as a file, by itself.

It knows nothing of the site: no settings, no database, no secrets, and it bounds its own memory and time before it looks at
the first byte. It answers with one line of JSON and the bytes after it; a fault is a word that the caller has a sentence for.
"""

from __future__ import annotations

import json
import resource
import sys
from io import BytesIO
from pathlib import Path
from typing import IO, Any, NoReturn

from PIL import Image, ImageCms, ImageFile
from PIL.Image import Resampling, Transpose

MEMORY, SECONDS, LARGEST_ANSWER = 640 * 2**20, 12, 16 * 2**20
MOST_PIXELS, LONGEST_SIDE = 50_000_000, 16_000
LARGE, SMALL = 1600, 480
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
#: Where each sixteenth of a thousand dots has a colour of its own, it is a photograph; a screenshot has some hundreds.
MOST_COLOURS_OF_A_DRAWING = 6_000
#: A drawing that is larger as PNG is kept as WebP, like a photograph.
LARGEST_PNG = 1_000_000
#: What the camera turned, by the number that it wrote (EXIF, tag 0x0112).
ORIENTATION = 0x0112


def bound() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_ANSWER, LARGEST_ANSWER))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    source: IO[bytes] = sys.stdin.buffer
    if not source.seekable():
        source = BytesIO(source.read())
    large, drawn = read(source)
    small = large.copy()
    small.thumbnail((SMALL, SMALL))
    suffix, held = written(large, drawn=drawn)
    pieces = [held]
    if small.size != large.size:
        pieces.append(encoded(small, suffix))
    answer: dict[str, Any] = {
        "suffix": suffix,
        "width": large.width,
        "height": large.height,
        "small_width": small.width if len(pieces) > 1 else 0,
        "lengths": [len(each) for each in pieces],
        "peak_kib": peak(),
    }
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + b"".join(pieces))
    sys.stdout.buffer.flush()


def peak() -> int:
    """The most memory that this process had, in KiB. What the system counts for processes begins with their parent's."""
    told = Path("/proc/self/status")
    if told.exists():
        for line in told.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def read(source: IO[bytes]) -> tuple[Image.Image, bool]:
    """The picture upright, in sRGB and no larger than LARGE, without whatever else the file says; and whether it is drawn
    rather than photographed.
    """
    Image.MAX_IMAGE_PIXELS = None  # what is counted below, before anything is read
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    picture: Image.Image = Image.open(source, formats=FORMATS)
    kind, (width, height) = picture.format, picture.size
    if width * height > MOST_PIXELS or max(width, height) > LONGEST_SIDE:
        fail("too many pixels")
    turned = picture.getexif().get(ORIENTATION, 1)
    profile = picture.info.get("icc_profile")
    picture.draft(None, (LARGE, LARGE))  # a JPEG is read at a half, a quarter or an eighth
    picture.load()  # of one that moves, the first frame
    picture = plain_colours(picture, keeps_profile=bool(profile))
    picture.thumbnail((LARGE, LARGE), Resampling.LANCZOS, reducing_gap=2.0)
    picture = upright(in_srgb(picture, profile), turned)
    picture.info.clear()
    drawn = kind != "JPEG" and colours(picture) <= MOST_COLOURS_OF_A_DRAWING
    return picture, drawn


def plain_colours(picture: Image.Image, *, keeps_profile: bool) -> Image.Image:
    """One of the modes that can be made smaller: RGB or RGBA; CMYK and grey as far as their profile needs them."""
    if picture.mode in {"RGB", "RGBA"} or (keeps_profile and picture.mode in {"CMYK", "L"}):
        return picture
    if picture.mode.startswith("I"):  # sixteen bits of grey
        return picture.point(lambda level: level / 256).convert("L").convert("RGB")
    see_through = picture.mode in {"LA", "PA"} or "transparency" in picture.info
    return picture.convert("RGBA" if see_through else "RGB")


def in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            source, target = ImageCms.ImageCmsProfile(BytesIO(profile)), ImageCms.createProfile("sRGB")
            mode = "RGBA" if picture.mode == "RGBA" else "RGB"
            alpha = picture.getchannel("A") if mode == "RGBA" else None
            flat = picture.convert("RGB") if alpha else picture
            changed = ImageCms.profileToProfile(flat, source, target, outputMode="RGB")
            if changed is not None:
                if alpha:
                    changed.putalpha(alpha)
                return changed
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that is none: its numbers are taken for sRGB, as browsers do
    return picture if picture.mode in {"RGB", "RGBA"} else picture.convert("RGB")


def upright(picture: Image.Image, turned: int) -> Image.Image:
    how = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }.get(turned)
    return picture if how is None else picture.transpose(how)


def colours(picture: Image.Image) -> int:
    sample = picture.convert("RGB").resize((256, 256), Resampling.NEAREST)
    found = sample.getcolors(256 * 256)
    return len(found) if found else 256 * 256


def written(picture: Image.Image, *, drawn: bool) -> tuple[str, bytes]:
    if drawn:
        held = encoded(picture, ".png")
        if len(held) <= LARGEST_PNG:
            return ".png", held
    return ".webp", encoded(picture, ".webp")


def encoded(picture: Image.Image, suffix: str) -> bytes:
    out = BytesIO()
    if suffix == ".png":
        picture.save(out, "PNG", optimize=False, compress_level=7)
    else:
        picture.save(out, "WEBP", quality=80, method=4)
    return out.getvalue()


def fail(word: str) -> NoReturn:
    sys.stdout.buffer.write(json.dumps({"fault": word}).encode() + b"\n")
    sys.stdout.buffer.flush()
    raise SystemExit(0)


if __name__ == "__main__":
    bound()
    try:
        main()
    except MemoryError:
        fail("too much")
    except Exception:  # noqa: BLE001 -- whatever a decoder stumbles over: the file is not what it says it is
        fail("unreadable")
