"""The activity profile as a picture: all hours a week, and beneath them a row for each activity type."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from app.core.language.spoken import gettext
from app.planner.activities import NAMES, PlannedActivity
from app.planner.profile import ActivityProfile
from app.web.page.svg import CHARACTER, SIZES, ChartSize, joined, path, rows_for, tag, text

ALL_HEIGHT = 64
ROW_HEIGHT = 30
#: Between the bars of one row and the name of the next.
GAP = 22
_TOP = 20
_LABEL_ROWS = 3


def profile_chart(profile: ActivityProfile, heading: str, chart_id: str = "profile") -> Markup:
    """The whole `<figure>`; "" without hours. `chart_id` makes its ids unique on a page."""
    if not profile.total:
        return Markup("")
    caption = tag("figcaption", tag("strong", heading), " ", _caption(profile))
    drawings = joined(_drawing(profile, size, heading, chart_id) for size in SIZES)
    return tag("figure", caption, drawings, class_="chart chart--profile", id=chart_id)


def _caption(profile: ActivityProfile) -> str:
    fullest = max(range(profile.first, profile.last + 1), key=profile.week_total)
    return gettext(
        "Hours a week as planned, by what students are meant to do: %(round)s in all, most in "
        "week %(fullest)s (%(round2)s). What they did is another matter.",
        round=f"{round(profile.total, 1):g}",
        fullest=fullest,
        round2=f"{round(profile.week_total(fullest), 1):g}",
    )


def _drawing(profile: ActivityProfile, size: ChartSize, heading: str, chart_id: str) -> Markup:
    kinds = [kind for kind in PlannedActivity if profile.totals[kind]]
    paper = _Paper(profile, size, len(kinds))
    most = max(hours for kind in kinds for hours in profile.weekly[kind].values())
    everything = {week: profile.week_total(week) for week in range(profile.first, profile.last + 1)}
    parts = [
        paper.breaks(),
        paper.deadlines(),
        paper.row(0, "All", profile.total, everything, max(everything.values())),
        *(
            paper.row(number, NAMES[kind], profile.totals[kind], profile.weekly[kind], most)
            for number, kind in enumerate(kinds, 1)
        ),
        paper.weeks(),
    ]
    title_id = f"{chart_id}-{size.name}-title"
    return tag(
        "svg",
        tag("title", heading, id=title_id),
        joined(parts),
        class_=f"chart-{size.name}",
        viewBox=f"0 0 {size.width} {paper.bottom + 26:.0f}",
        role="img",
        aria_labelledby=title_id,
    )


class _Paper:
    """Where a week and a row lie."""

    def __init__(self, profile: ActivityProfile, size: ChartSize, kinds: int) -> None:
        self._profile, self._size = profile, size
        self._left, self._right = 4.0, size.width - 4.0
        self._step = (self._right - self._left) / (profile.last - profile.first + 1)
        self._labelled = self._label_rows()
        rows = max((row for row in self._labelled if row is not None), default=-1) + 1
        self._top = _TOP + 16 * rows
        self.bottom = self._top + ALL_HEIGHT + kinds * (ROW_HEIGHT + GAP)

    def row(self, number: int, name: str, total: float, weekly: Mapping[int, float], most: float) -> Markup:
        """A name with its sum, and a bar a week from its base line."""
        height = ROW_HEIGHT if number else ALL_HEIGHT
        base = self._top + ALL_HEIGHT + number * (ROW_HEIGHT + GAP)
        share = f", {100 * total / self._profile.total:.0f}%" if number else ""
        bars = [
            tag(
                "rect",
                tag("title", f"Week {week}: {round(hours, 1):g} hours"),
                class_="profile-bar" if number else "profile-bar profile-bar--all",
                x=self._x(week) - 0.4 * self._step,
                y=base - height * hours / most,
                width=0.8 * self._step,
                height=height * hours / most,
            )
            for week, hours in sorted(weekly.items())
            if hours
        ]
        floor = tag("path", class_="chart-axis", d=path([(self._left, base), (self._right, base)]))
        label = text(self._left, base - height - 5, f"{name}: {round(total, 1):g} h{share}")
        return joined([*bars, floor, label])

    def breaks(self) -> Markup:
        return joined(
            tag(
                "rect",
                tag("title", f"Week {week}: break"),
                class_="profile-break",
                x=self._x(week) - self._step / 2,
                y=self._top - 4,
                width=self._step,
                height=self.bottom - self._top + 4,
            )
            for week in sorted(self._profile.breaks)
        )

    def deadlines(self) -> Markup:
        """A line down from each assignment, with its name above as far as there is room."""
        marks = self._profile.assignments
        lines = path(
            point for week, _ in marks for point in ((self._x(week), self._top - 4), (self._x(week), self.bottom), None)
        )
        names = joined(
            text(self._x(week), 12.0 + 16 * row, code, "chart-label profile-due", "middle")
            for (week, code), row in zip(marks, self._labelled, strict=True)
            if row is not None
        )
        return joined([tag("path", class_="profile-deadline", d=lines), names])

    def weeks(self) -> Markup:
        first, last = self._profile.first, self._profile.last
        every = 10 if self._size.is_narrow else 5
        named = [week for week in (1, *range(every, last + 1, every)) if week >= first]
        return joined(
            text(
                self._x(week),
                self.bottom + 18,
                f"Week {week}" if week == 1 else week,
                anchor="start" if week == 1 else "middle",
            )
            for week in named
        )

    def _label_rows(self) -> list[int | None]:
        halves = [(self._x(week), len(code) * CHARACTER / 2 + 3) for week, code in self._profile.assignments]
        return rows_for([(x - half, x + half) for x, half in halves], _LABEL_ROWS)

    def _x(self, week: int) -> float:
        """The middle of a week."""
        return self._left + (week - self._profile.first + 0.5) * self._step
