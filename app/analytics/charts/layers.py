"""The layers of a weekly chart, from the paper upwards."""

from __future__ import annotations

from markupsafe import Markup

from app.analytics.charts.frame import ROW, STRIP_HEIGHT, Frame
from app.analytics.charts.series import Picture
from app.analytics.measures import Deadline, PresentationOverlay
from app.web.page.svg import CHARACTER, ChartSize, joined, path, rows_for, spread, tag, text

_LABEL_ROWS = 2
_NOTHING = Markup("")


def rows_needed(picture: Picture, size: ChartSize) -> tuple[int, int]:
    """Rows of text above the plot: for interventions and for assignments."""
    frame = Frame(size, picture.first, picture.last, 0, 0)
    rows = [row for row in _deadline_rows(picture, frame).values() if row is not None]
    return (1 if picture.markers else 0), max(rows, default=-1) + 1


def shade(picture: Picture, frame: Frame) -> Markup:
    """The weeks the topic is mapped to."""
    if picture.shaded is None:
        return _NOTHING
    first, last = picture.shaded
    left = frame.x(first) - frame.step / 2
    return tag(
        "rect",
        class_="chart-shade",
        x=left,
        y=frame.top,
        width=(last - first + 1) * frame.step,
        height=frame.bottom - frame.top,
    )


def deadlines(picture: Picture, frame: Frame) -> Markup:
    """A bar on each week with an assignment, a tick for the small ones."""
    named = set(picture.overlay.mapping.assessments)
    bars = [
        tag(
            "rect",
            class_="chart-bar chart-bar--named" if one.assessment in named else "chart-bar",
            x=frame.x(one.week) - min(frame.step, 12.0) / 2,
            y=frame.top,
            width=min(frame.step, 12.0),
            height=frame.bottom - frame.top,
        )
        for one in _major(picture)
    ]
    ticks = path(
        point
        for one in picture.deadlines
        for point in ((frame.x(one.week), frame.bottom), (frame.x(one.week), frame.bottom + 5), None)
    )
    return joined([*bars, tag("path", class_="chart-tick", d=ticks)])


def deadline_labels(picture: Picture, frame: Frame) -> Markup:
    """The assignments' names above their bars, as far as there is room; over whatever line crosses them."""
    named = set(picture.overlay.mapping.assessments)
    first_row = frame.top - 5 - ROW * (frame.deadline_rows - 1)
    return joined(
        text(frame.x(one.week), first_row + ROW * row, one.assessment, _deadline_class(one, named), "middle")
        for one, row in _deadline_rows(picture, frame).items()
        if row is not None
    )


def _deadline_class(one: Deadline, named: set[str]) -> str:
    return "chart-label chart-label--named" if one.assessment in named else "chart-label"


def _major(picture: Picture) -> list[Deadline]:
    """Computer-marked assignments are many and small: they get a tick; the rest and those named a bar."""
    named = picture.overlay.mapping.assessments
    return [one for one in picture.deadlines if one.type != "CMA" or one.assessment in named]


def _deadline_rows(picture: Picture, frame: Frame) -> dict[Deadline, int | None]:
    """Named ones are placed first, so that a crowd of others cannot push them out."""
    named = picture.overlay.mapping.assessments
    major = _major(picture)
    if frame.size.is_narrow and named:
        major = [one for one in major if one.assessment in named]
    spans = [
        (
            frame.x(one.week) - len(one.assessment) * CHARACTER / 2,
            frame.x(one.week) + len(one.assessment) * CHARACTER / 2,
        )
        for one in major
    ]
    return dict(zip(major, rows_for(spans, _LABEL_ROWS), strict=True))


def module_line(picture: Picture, frame: Frame) -> Markup:
    """The whole module in the latest presentation, lighter: what the topic's line is to be read against."""
    if not picture.has_module_line:
        return _NOTHING
    shares = [(week.week, week.active_any_pct) for week in picture.focus.weeks]
    return _line(frame, shares, "chart-line chart-line--module")


def lines(picture: Picture, frame: Frame) -> Markup:
    return joined(
        _line(frame, [(week.week, week.active_mapped_pct) for week in line.weeks], picture.line_class(line))
        for line in picture.lines
    )


def _line(frame: Frame, shares: list[tuple[int, int | None]], class_: str) -> Markup:
    points = [None if share is None else (frame.x(week), frame.y(share)) for week, share in shares]
    drawn = tag("path", class_=class_, d=path(points))
    padded = [None, *points, None]
    # A week whose neighbours are both withheld has no line to either side: it gets a dot.
    alone = [
        tag("circle", class_="chart-point", cx=point[0], cy=point[1], r=3)
        for before, point, after in zip(padded, padded[1:], padded[2:], strict=False)
        if point is not None and before is None and after is None
    ]
    return joined([drawn, *alone])


def end_labels(picture: Picture, frame: Frame) -> Markup:
    """The presentation's name where its line ends, kept apart from the others."""
    ends = [(line.presentation, "chart-label--line", _end(line, mapped=True)) for line in picture.lines]
    if picture.has_module_line:
        ends.append(("module", "chart-label--quiet", _end(picture.focus, mapped=False)))
    known = [(words, class_, share) for words, class_, share in ends if share is not None]
    heights = spread([frame.y(share) + 4 for _, _, share in known], 15, frame.bottom + 4)
    return joined(
        text(frame.right + 6, height, words, f"chart-label {class_}")
        for (words, class_, _), height in zip(known, heights, strict=True)
    )


def _end(line: PresentationOverlay, *, mapped: bool) -> int | None:
    shares = [week.active_mapped_pct if mapped else week.active_any_pct for week in line.weeks]
    return next((share for share in reversed(shares) if share is not None), None)


def markers(picture: Picture, frame: Frame) -> Markup:
    """A line and a numbered diamond where each intervention went live; the key under the chart names it."""
    drawn = []
    above = frame.top - ROW * frame.deadline_rows - 8
    weeks = [frame.x(marker.week) for marker in picture.markers]
    for number, (x, place) in enumerate(zip(weeks, spread(weeks, 20), strict=True), start=1):
        line = f"M{place:.1f} {above + 9:.1f}L{x:.1f} {frame.top:.1f}V{frame.bottom:.1f}"
        drawn.append(tag("path", class_="chart-mark-line", d=line))
        drawn.append(tag("path", class_="chart-mark", d=f"M{place:.1f} {above - 9:.1f}l9 9l-9 9l-9 -9z"))
        drawn.append(text(place, above + 4, number, "chart-mark-number", "middle"))
    return joined(drawn)


def withdrawals(picture: Picture, frame: Frame) -> Markup:
    """Bars beneath, for the latest presentation, with the highest number written out."""
    counts = {week.week: week.withdrawn for week in picture.focus.weeks}
    most = max(counts.values(), default=0)
    floor = frame.strip_top + STRIP_HEIGHT
    width = max(1.5, min(frame.step - 1.5, 10.0))
    bars = [
        tag(
            "rect",
            class_="chart-column",
            x=frame.x(week) - width / 2,
            y=floor - STRIP_HEIGHT * count / most,
            width=width,
            height=STRIP_HEIGHT * count / most,
        )
        for week, count in counts.items()
        if count
    ]
    words = f"Withdrawn each week, {picture.focus.presentation}" + (f" (at most {most:,})" if most else "")
    return joined(
        [
            text(frame.size.left, frame.strip_top - 7, words),
            *bars,
            tag("path", class_="chart-axis", d=path([(frame.size.left, floor), (frame.right, floor)])),
        ]
    )
