"""Week by week: the share of registered students active on the mapped material, against the whole module.

One line a presentation. The topic's weeks are shaded, assignment weeks barred, interventions marked
where they went live, withdrawals drawn beneath. Where a share is withheld the line has a gap.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from app.analytics.charts import layers
from app.analytics.charts.frame import Frame
from app.analytics.charts.legend import legend
from app.analytics.charts.marker import Marker
from app.analytics.charts.series import Picture
from app.analytics.charts.words import describe
from app.analytics.measures import Overlay
from app.web.page.svg import SIZES, ChartSize, joined, tag


def weekly_lines(
    overlay: Overlay,
    markers: Sequence[Marker] = (),
    *,
    heading: str = "Students active on this material",
    chart_id: str = "weekly",
) -> Markup:
    """The whole `<figure>`. `chart_id` makes its ids unique on a page.

    Rows of the tables beside it carry `data-week` inside an element whose id is `chart_id` + "-data";
    with that, the script lets a keyboard step through the weeks.
    """
    picture = Picture.of(overlay, markers)
    caption = tag("figcaption", tag("strong", heading), " ", picture.caption)
    if not picture.lines:
        return tag("figure", caption, tag("p", picture.reason_for_no_line, class_="quiet"), class_="chart")
    drawings = joined(_drawing(picture, size, heading, chart_id) for size in SIZES)
    # Neither focusable nor an application until the script makes it so: without it there is nothing to step.
    stage = tag("div", drawings, class_="chart-stage", data_chart_keys=f"{chart_id}-data")
    readout = tag("p", class_="chart-readout", role="status", aria_live="polite")
    return tag("figure", caption, stage, readout, legend(picture), class_="chart chart--weekly", id=chart_id)


def _drawing(picture: Picture, size: ChartSize, heading: str, chart_id: str) -> Markup:
    marker_rows, deadline_rows = layers.rows_needed(picture, size)
    frame = Frame(size, picture.first, picture.last, marker_rows, deadline_rows)
    prefix = f"{chart_id}-{size.name}"
    return tag(
        "svg",
        tag("title", heading, id=f"{prefix}-title"),
        tag("desc", describe(picture), id=f"{prefix}-desc"),
        layers.shade(picture, frame),
        layers.deadlines(picture, frame),
        frame.axes(),
        layers.module_line(picture, frame),
        layers.lines(picture, frame),
        layers.markers(picture, frame),
        layers.deadline_labels(picture, frame),
        layers.end_labels(picture, frame),
        layers.withdrawals(picture, frame),
        tag("path", class_="chart-cursor", d=f"M0 {frame.top:.0f}V{frame.strip_top + 34:.0f}"),
        class_=f"chart-{size.name}",
        viewBox=f"0 0 {size.width} {frame.height:.0f}",
        role="img",
        aria_labelledby=f"{prefix}-title",
        aria_describedby=f"{prefix}-desc",
        data_first_week=picture.first,
        data_last_week=picture.last,
        data_first_x=frame.x(picture.first),
        data_step=f"{frame.step:.3f}",
    )
