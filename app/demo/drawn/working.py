"""Pages of working by invented students, as a phone would take them. The same name gives the same picture."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageDraw, ImageFilter

from app.demo.drawn.strokes import GLYPHS, USUAL, WIDTHS, Stroke, arc

WIDTH, HEIGHT = 2000, 1500
PAPER, RULE, MARGIN, INK, RED = (246, 242, 230), (176, 196, 216), (214, 140, 140), (32, 44, 96), (186, 38, 40)
LINE = 150


class WrittenSheet:
    """A sheet with lines, and a hand that writes on it."""

    def __init__(self, name: str) -> None:
        self.hand = Random(name)  # noqa: S311 -- a hand that shakes, and nothing secret
        self.image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
        self.pen = ImageDraw.Draw(self.image)
        for y in range(LINE, HEIGHT, LINE):
            self.pen.line([(0, y), (WIDTH, y)], fill=RULE, width=3)
        self.pen.line([(200, 0), (200, HEIGHT)], fill=MARGIN, width=4)

    def write(self, text: str, x: float, line: float, size: float = 96, ink: tuple[int, int, int] = INK) -> float:
        """Along a line of the sheet; what stands between ^ is raised. Where the pen ends."""
        y, raised = line * LINE - size, False
        for sign in text:
            if sign == "^":
                raised = not raised
                continue
            high = size * (0.6 if raised else 1.0)
            for stroke in GLYPHS.get(sign, ()):
                self.stroke([(x + px * high * 0.8, y - 0.35 * size * raised + py * high) for px, py in stroke], ink)
            x += WIDTHS.get(sign, USUAL) * high * 0.85
        return x

    def stroke(self, points: Stroke, ink: tuple[int, int, int] = INK, width: int = 9) -> None:
        shaken = [(x + self.hand.gauss(0, 1.6), y + self.hand.gauss(0, 1.6)) for x, y in points]
        self.pen.line(shaken, fill=ink, width=width, joint="curve")
        for x, y in (shaken[0], shaken[-1]):
            self.pen.ellipse([(x - width / 2, y - width / 2), (x + width / 2, y + width / 2)], fill=ink)

    def arrow(self, points: Stroke, ink: tuple[int, int, int] = INK) -> None:
        """Along the points, with a head at the end."""
        self.stroke(points, ink)
        (x0, y0), (x, y) = points[-2], points[-1]
        length = max(1.0, ((x - x0) ** 2 + (y - y0) ** 2) ** 0.5)
        dx, dy = (x - x0) / length * 42, (y - y0) / length * 42
        for turn in (0.82, -0.82):
            a, b = cos(turn * 0.8), sin(turn * 0.8)
            self.stroke([(x, y), (x - dx * a + dy * b, y - dx * b - dy * a)], ink)

    def photographed(self) -> bytes:
        """A little askew, with the shadow of whoever held the phone."""
        shade = Image.radial_gradient("L").resize((WIDTH, HEIGHT)).point(lambda level: 255 - level * 0.32)
        dark = Image.new("RGB", (WIDTH, HEIGHT), (60, 54, 44))
        lit = Image.composite(self.image, dark, shade).filter(ImageFilter.GaussianBlur(0.8))
        askew = lit.rotate(self.hand.uniform(-1.8, 1.8), Image.Resampling.BICUBIC, fillcolor=(92, 78, 62))
        grain = Image.frombytes("L", (200, 150), self.hand.randbytes(200 * 150)).resize((WIDTH, HEIGHT))
        out = BytesIO()
        Image.blend(askew, Image.merge("RGB", (grain,) * 3), 0.04).save(out, "JPEG", quality=88)
        return out.getvalue()


def _logarithm(page: WrittenSheet) -> None:
    page.write("[H^+^] = 2.0 * 10^-3^", 280, 3)
    page.write("pH = - log 2.0 * 10^-3^", 280, 5)
    page.write("= - 0.30 * 10^-3^", 480, 6.5)
    page.write("= 0.0003", 480, 8)
    page.stroke(arc(900, 925, 470, 95, 0.02, 1.04), RED, 7)


def _equals(page: WrittenSheet) -> None:
    page.write("3x + 2 = 11 = 3x = 9 = x = 3", 250, 4, 84)
    for x in (905, 1392):
        page.stroke(arc(x, 562, 64, 60, 0.1, 1.12), RED, 7)
    page.write("3 * 3 + 2 = 11", 250, 7, 84)


def _arrow(page: WrittenSheet) -> None:
    page.write("N", 640, 5, 130)
    for text, x, line in (("H", 420, 5), ("H", 640, 6.9), ("H", 880, 5)):
        page.write(text, x, line, 110)
    for begin, end in (((530, 690), (625, 690)), ((690, 765), (690, 905)), ((755, 690), (865, 690))):
        page.stroke([begin, end])
    for x in (668, 712):
        page.stroke([(x, 575), (x + 2, 578)], width=18)
    page.write("H^+^", 1200, 3.4, 120)
    bow = [(1180 - 460 * step / 16, 440 - 190 * sin(pi * step / 16) + 95 * step / 16) for step in range(17)]
    page.arrow(bow)


_PAGES: dict[str, Callable[[WrittenSheet], None]] = {"logarithm": _logarithm, "equals": _equals, "arrow": _arrow}


def photograph_of(name: str) -> bytes:
    """The page of this name as a JPEG."""
    page = WrittenSheet(name)
    _PAGES[name](page)
    return page.photographed()
