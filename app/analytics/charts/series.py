"""What a weekly chart shows, before anything is drawn: which lines, over which weeks, with which words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.analytics.charts.marker import Marker
from app.analytics.disclosure import SMALLEST_AUDIENCE
from app.analytics.measures import Deadline, Overlay, PresentationOverlay
from app.core.language.spoken import gettext


@dataclass(frozen=True)
class Picture:
    """The lines in the order in which they are drawn: the latest presentation, the focus, last."""

    overlay: Overlay
    lines: tuple[PresentationOverlay, ...]
    markers: tuple[Marker, ...]

    @staticmethod
    def of(overlay: Overlay, markers: Sequence[Marker]) -> Picture:
        drawn = tuple(one for one in overlay.presentations if one.mapped_sites and one.weeks and not one.too_few)
        shown = {one.presentation for one in drawn}
        in_order = sorted((one for one in markers if one.presentation in shown), key=lambda one: one.week)
        return Picture(overlay, drawn, tuple(in_order))

    @property
    def focus(self) -> PresentationOverlay:
        return self.lines[-1]

    @property
    def first(self) -> int:
        return min(line.weeks[0].week for line in self.lines)

    @property
    def last(self) -> int:
        return max(line.weeks[-1].week for line in self.lines)

    @property
    def shaded(self) -> tuple[int, int] | None:
        """The first and last of the topic's weeks, as far as they lie on the chart."""
        asked = self.overlay.mapping
        if asked.week_from is None and asked.week_to is None:
            return None
        first = max(self.first, asked.week_from if asked.week_from is not None else self.first)
        last = min(self.last, asked.week_to if asked.week_to is not None else self.last)
        return (first, last) if first <= last else None

    @property
    def deadlines(self) -> list[Deadline]:
        """Of the focus, by week. Other presentations differ by a week or two; their tables have theirs."""
        return sorted(self.focus.deadlines, key=lambda one: one.week)

    @property
    def has_module_line(self) -> bool:
        return not self.overlay.mapping.is_whole_module

    def line_class(self, line: PresentationOverlay) -> str:
        """Solid for the focus, then dashed, dotted, dash-dotted, the nearer in time the plainer."""
        back = len(self.lines) - 1 - self.lines.index(line)
        return "chart-line" if back == 0 else f"chart-line chart-line--{min(back, 3) + 1}"

    @property
    def caption(self) -> str:
        words = "Share of the students registered in each week"
        if not self.has_module_line:
            return gettext("%(words)s who were active anywhere in the module.", words=words)
        return gettext("%(words)s who used it.", words=words)

    @property
    def reason_for_no_line(self) -> str:
        if any(one.too_few for one in self.overlay.presentations):
            return gettext(
                "Fewer than %(smallest_audience)s students used the mapped material, so nothing is shown of it.",
                smallest_audience=SMALLEST_AUDIENCE,
            )
        if any(one.mapped_sites for one in self.overlay.presentations):
            return gettext("The presentation has no weeks to show.")
        return gettext("None of the mapped material is in this dataset.")
