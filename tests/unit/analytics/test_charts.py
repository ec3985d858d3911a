"""Charts say with shapes what the tables say with numbers, and nothing else."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from markupsafe import Markup

from app.analytics.charts import Marker, assessment_bars, assessment_table, weekly_lines, weekly_tables
from app.analytics.measures import MaterialQuery
from tests.unit.analytics.overlays import overlay, presentation

SHARES: list[int | None] = [10, 40, 60, 55, 20]


def parsed(figure: Markup) -> ET.Element:
    """A chart is well-formed XML; this fails if it is not."""
    return ET.fromstring(figure)  # noqa: S314 -- our own drawing


def drawing(figure: Markup, size: str = "wide") -> ET.Element:
    found = parsed(figure).find(f".//svg[@class='chart-{size}']")
    assert found is not None
    return found


def classes(element: ET.Element) -> list[str]:
    return [each.get("class", "") for each in element.iter()]


def test_each_presentation_is_a_line_with_its_own_dash_and_its_name_at_the_end() -> None:
    figure = weekly_lines(overlay(presentation("2019J", SHARES), presentation("2020J", SHARES)))
    lines = [one for one in drawing(figure).iter("path") if one.get("class", "").startswith("chart-line")]
    assert sorted(one.get("class", "") for one in lines) == [
        "chart-line", "chart-line chart-line--2", "chart-line chart-line--module"
    ]  # fmt: skip
    words = [one.text for one in drawing(figure).iter("text")]
    assert {"2019J", "2020J", "module"} <= set(words)


def test_the_whole_module_asked_for_is_not_compared_with_itself() -> None:
    figure = weekly_lines(overlay(presentation("2020J", SHARES), mapping=MaterialQuery("ABC")))
    assert "chart-line--module" not in figure


def test_a_withheld_week_is_a_gap_and_a_week_alone_is_a_dot() -> None:
    figure = weekly_lines(overlay(presentation("2020J", [10, 20, None, 30, None])))
    [line] = [one for one in drawing(figure).iter("path") if one.get("class") == "chart-line"]
    assert line.get("d", "").count("M") == 2
    assert sum(one.get("class") == "chart-point" for one in drawing(figure).iter("circle")) == 1


def test_topic_weeks_deadlines_and_withdrawals_are_drawn() -> None:
    found = classes(drawing(weekly_lines(overlay(presentation("2020J", SHARES)))))
    assert found.count("chart-shade") == 1
    assert found.count("chart-bar") == 1
    assert found.count("chart-bar chart-bar--named") == 1
    assert found.count("chart-column") == 5


def test_an_intervention_is_a_numbered_diamond_with_its_name_under_the_chart() -> None:
    marker = Marker("2020J", 3, "Video <b>“Arrows”</b>")
    figure = weekly_lines(overlay(presentation("2020J", SHARES)), [marker])
    assert classes(drawing(figure)).count("chart-mark") == 1
    assert "went live in week 3 of 2020J" in figure
    assert "<b>“Arrows”" not in figure
    assert "&lt;b&gt;“Arrows”" in figure


def test_a_presentation_without_the_material_draws_no_line() -> None:
    figure = weekly_lines(overlay(presentation("2019J", [0] * 5, sites=0), presentation("2020J", SHARES)))
    assert "2019J" not in figure


def test_nothing_to_draw_is_said_in_words() -> None:
    figure = weekly_lines(overlay(presentation("2020J", SHARES, sites=0)))
    assert "None of the mapped material is in this dataset." in figure
    assert "<svg" not in figure


def test_the_description_says_the_mapped_weeks_and_no_exact_extremes() -> None:
    figure = weekly_lines(overlay(presentation("2020J", [10, 40, 0, 100, 20])))
    description = drawing(figure).find("desc")
    assert description is not None
    assert "between fewer than 5% and more than 95% of registered students" in (description.text or "")


def test_charts_carry_no_styles_scripts_or_foreign_addresses() -> None:
    answer = overlay(presentation("2019J", SHARES), presentation("2020J", SHARES))
    for figure in (weekly_lines(answer, [Marker("2020J", 3, "Quiz")]), assessment_bars(answer)):
        assert not re.search(r"style=|<style|<script|\son\w+=|https?:|href=", figure)


def test_no_id_occurs_twice_on_a_page_with_two_charts() -> None:
    answer = overlay(presentation("2020J", SHARES))
    page = weekly_lines(answer, chart_id="one") + weekly_lines(answer, chart_id="two") + assessment_bars(answer)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_another_overlay_of_the_same_question_is_drawn_anew() -> None:
    assert weekly_lines(overlay(presentation("2020J", SHARES))) != weekly_lines(
        overlay(presentation("2020J", [50] * 5))
    )


def test_submission_stands_beside_pass_and_mean() -> None:
    figure = assessment_bars(overlay(presentation("2020J", SHARES)))
    words = " ".join(one.text or "" for one in drawing(figure).iter("text"))
    assert "80% submitted 95% passed mean 72.5" in words
    assert ".. submitted .. passed" in words
    assert "of students who submitted" in figure
    assert "Exam" not in words  # no due day, nothing to draw; the table says so


def test_the_table_has_the_chart_s_numbers_and_words_for_its_shapes() -> None:
    answer = overlay(presentation("2020J", [10, 40, None, 55, 20]))
    [table] = weekly_tables(answer, [Marker("2020J", 3, "Video")])
    rows = ET.fromstring(f"<table>{table.rows}</table>")  # noqa: S314 -- our own table
    cells = ["".join(cell.itertext()) for cell in rows.findall("tr")[3]]
    assert cells == ["3", "500", "450", "90%", "275", "55%", "12.5", "5", "week of this topic; live: Video"]
    assert len(table.heads) == len(cells)
    hidden = "".join(rows.findall("tr")[2][5].itertext())
    assert hidden == "..withheld, too few students"


def test_an_assessment_without_a_due_day_says_so_in_the_table() -> None:
    table = assessment_table(overlay(presentation("2020J", SHARES)))
    rows = ET.fromstring(f"<table>{table.rows}</table>").findall("tr")  # noqa: S314 -- our own table
    assert ["".join(row.itertext()) for row in rows][2].endswith("so there are no figures at the due day.")
    assert "".join(rows[0].itertext()) == "TMA01 2020Jweek 2500400 (80%)40 (10%)380 (95%)72.5"
