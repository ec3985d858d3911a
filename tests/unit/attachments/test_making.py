"""What becomes of a picture: upright, small, in plain colours, and with nothing else in it."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageCms

from app.attachments.making.process import MadePicture, make_picture
from app.core.errors import Invalid
from tests.factories.pictures import bomb, moving, photograph, saved, screenshot, with_a_place


def made(held: bytes) -> MadePicture:
    return make_picture(BytesIO(held))


def opened(held: bytes) -> Image.Image:
    return Image.open(BytesIO(held))


def test_a_photograph_becomes_two_sizes_of_webp() -> None:
    found = made(photograph(3200, 2400))
    large, small = opened(found.large), opened(found.small)
    assert (found.suffix, large.format, small.format) == (".webp", "WEBP", "WEBP")
    assert (large.size, small.size) == ((1600, 1200), (480, 360))
    assert (found.width, found.height, found.small_width) == (1600, 1200, 480)


def test_a_screenshot_stays_sharp_as_png() -> None:
    found = made(screenshot())
    assert (found.suffix, opened(found.large).size) == (".png", (1200, 700))


def test_a_small_picture_is_not_blown_up() -> None:
    found = made(photograph(300, 200))
    assert ((found.width, found.height), found.small_width, found.small) == ((300, 200), 0, b"")


def test_where_it_was_taken_is_gone_and_it_stands_upright() -> None:
    """Turned before what says so is dropped: the dark half was to the left, and is on top."""
    held = with_a_place(800, 600, turned=6)
    assert opened(held).getexif()[0x8825]
    found = made(held)
    picture = opened(found.large)
    assert picture.size == (600, 800)
    assert not picture.getexif()
    assert not {"exif", "xmp", "icc_profile", "comment"} & picture.info.keys()
    assert b"Examplephone" not in found.large + found.small
    above, below = picture.convert("L").getpixel((300, 100)), picture.convert("L").getpixel((300, 790))
    assert isinstance(above, int)
    assert isinstance(below, int)
    assert above < 60


@pytest.mark.parametrize("turned", range(1, 9))
def test_however_the_phone_was_held_its_sides_are_right(turned: int) -> None:
    found = made(with_a_place(800, 600, turned=turned))
    assert (found.width, found.height) == ((600, 800) if turned > 4 else (800, 600))


def test_of_one_that_moves_the_first_frame_is_kept() -> None:
    found = made(moving())
    picture = opened(found.large)
    assert getattr(picture, "n_frames", 1) == 1
    red, green, _ = picture.convert("RGB").getpixel((100, 75))  # type: ignore[misc]
    assert red > 150 > green


def test_one_that_moves_for_long_is_not_walked_through() -> None:
    """Three hundred frames in few bytes take seconds to go through; only the first is read."""
    found = made(moving(300))
    assert (found.width, found.height) == (200, 150)
    assert found.peak_kib < 200 * 1024


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_colour_is_read(mode: str) -> None:
    assert made(saved(Image.new(mode, (600, 500)), "PNG")).width == 600


def test_print_colours_become_those_of_a_screen() -> None:
    found = made(saved(Image.new("CMYK", (600, 500), (255, 0, 0, 0)), "JPEG"))
    red, green, blue = opened(found.large).convert("RGB").getpixel((10, 10))  # type: ignore[misc]
    assert red < 60 < green
    assert blue > 100


def test_a_profile_is_used_and_a_broken_one_is_harmless() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for told in (profile, b"no profile at all"):
        assert made(photograph(icc_profile=told)).width == 800


@pytest.mark.parametrize(("width", "height"), [(40_000, 100), (16_001, 20), (9_000, 9_000)])
def test_too_many_dots_are_refused_before_they_are_read(width: int, height: int) -> None:
    held = bomb(width, height)
    assert len(held) < 100_000
    with pytest.raises(Invalid, match="50 million dots"):
        made(held)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_one_that_is_cut_short_is_refused(kind: str) -> None:
    held = photograph(kind=kind)
    with pytest.raises(Invalid, match="damaged or cut short"):
        made(held[: len(held) // 2])


@pytest.mark.parametrize(
    "held", [b"\x89PNG\r\n\x1a\nnonsense", b"\xff\xd8\xff\xe0" + b"x" * 5000, b"GIF89a", b"BM" + b"0" * 90]
)
def test_what_only_begins_like_a_picture_is_refused(held: bytes) -> None:
    with pytest.raises(Invalid):
        made(held)


def test_a_format_that_is_not_named_is_not_read() -> None:
    """Each decoder is a way in: forty come with the library, four are used."""
    with pytest.raises(Invalid, match="damaged or cut short"):
        made(saved(Image.new("RGB", (30, 30)), "TIFF"))


def test_what_hides_behind_a_picture_does_not_come_along() -> None:
    """A file that is a picture and a program at once: only the dots are kept."""
    program = b"<script>alert(1)</script>PK\x03\x04payload"
    found = made(photograph() + program)
    assert b"script" not in found.large
    assert b"payload" not in found.large


def test_the_largest_picture_keeps_within_its_memory() -> None:
    found = made(photograph(4032, 3024))
    assert found.peak_kib < 200 * 1024
