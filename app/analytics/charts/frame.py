"""Where a week and a share lie on the paper, and the axes drawn there."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from app.web.page.svg import ChartSize, joined, path, tag, text

PLOT_HEIGHT = 190
STRIP_HEIGHT = 34
ROW = 17


@dataclass(frozen=True)
class Frame:
    """A plot of 0 to 100 per cent over weeks, with rows for labels above and a strip of bars beneath."""

    size: ChartSize
    first: int
    last: int
    marker_rows: int
    deadline_rows: int

    @property
    def top(self) -> float:
        return 8 + ROW * (self.marker_rows + self.deadline_rows)

    @property
    def bottom(self) -> float:
        return self.top + PLOT_HEIGHT

    @property
    def strip_top(self) -> float:
        return self.bottom + 44

    @property
    def height(self) -> float:
        return self.strip_top + STRIP_HEIGHT + 6

    @property
    def right(self) -> float:
        return self.size.width - self.size.right

    @property
    def step(self) -> float:
        """The width of one week."""
        return (self.right - self.size.left) / (self.last - self.first + 1)

    def x(self, week: int) -> float:
        """The middle of a week."""
        return self.size.left + (week - self.first + 0.5) * self.step

    def y(self, share: float) -> float:
        return self.bottom - share * PLOT_HEIGHT / 100

    def axes(self) -> Markup:
        levels = (0, 50, 100) if self.size.is_narrow else (0, 25, 50, 75, 100)
        lines = path(
            point
            for level in levels[1:]
            for point in ((self.size.left, self.y(level)), (self.right, self.y(level)), None)
        )
        floor = path([(self.size.left, self.bottom), (self.right, self.bottom)])
        return joined(
            [
                tag("path", class_="chart-grid", d=lines),
                tag("path", class_="chart-axis", d=floor),
                *(text(self.size.left - 6, self.y(level) + 4, f"{level}%", anchor="end") for level in levels),
                *(text(self.x(week), self.bottom + 18, week, anchor="middle") for week in self.named_weeks()),
                text(self.size.left - 6, self.bottom + 18, "Week", anchor="end"),
            ]
        )

    def named_weeks(self) -> list[int]:
        """Week 1 and then every fifth, so that people count as the study planner does."""
        every = 10 if self.size.is_narrow else 5
        weeks = [1, *range(every, self.last + 1, every)]
        return [week for week in weeks if self.first <= week <= self.last]
