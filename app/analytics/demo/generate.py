"""Write the demo as the seven files that the importer takes: quoted CSV, `?` for what is missing."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from app.analytics.dataset.schema import TABLES
from app.analytics.demo.activity import clicks
from app.analytics.demo.cohorts import DemoPresentation, DemoStudent, presentations
from app.analytics.demo.dice import Dice
from app.analytics.demo.mapping import SITES, first_number
from app.analytics.demo.results import final_result, h800_groups, results

SET_NAME: Final = "demo"
SOURCE: Final = "Invented figures for the demonstration"
ATTRIBUTION: Final = (
    "Invented for the demonstration of this site, in the shape of the Open University Learning Analytics "
    "Dataset. The modules exist; no figure here was measured in them, and no figure is about a real person."
)

Row = Iterable[object]


def generate(folder: Path) -> Path:
    """Write the seven files into `folder` and return it. Takes a second or two; always the same rows."""
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, list[Row]] = {table.name: [] for table in TABLES}
    for presentation in presentations():
        _add(tables, presentation)
    for table in TABLES:
        _write(folder / f"{table.name}.csv", [column.name for column in table.columns], tables[table.name])
    return folder


def _write(path: Path, header: list[str], rows: list[Row]) -> None:
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, quoting=csv.QUOTE_ALL)
        writer.writerow(header)
        writer.writerows(["?" if value is None else value for value in row] for row in rows)


def _add(tables: dict[str, list[Row]], presentation: DemoPresentation) -> None:
    pair = (presentation.module, presentation.presentation)
    tables["courses"].append((*pair, presentation.length))
    tables["vle"].extend(
        (site.id, *pair, site.activity_type, None, None) for site in SITES if (site.module, site.presentation) == pair
    )
    tables["studentRegistration"].extend(
        (*pair, student.id, student.registered_day, student.left_day) for student in presentation.students
    )
    scores = _add_assessments(tables, presentation)
    tables["studentInfo"].extend(_people(presentation, scores))
    tables["studentVle"].extend((*pair, *click) for click in clicks(presentation))


def _add_assessments(tables: dict[str, list[Row]], presentation: DemoPresentation) -> list[dict[int, int]]:
    """The scores of each assessment, by student."""
    scores = []
    for number, assessment in enumerate(presentation.assessments):
        pair = (presentation.module, presentation.presentation)
        id_assessment = first_number(*pair) + number
        due = assessment.due_day
        tables["assessments"].append((*pair, id_assessment, assessment.type, due, assessment.weight))
        handed_in = list(results(presentation, number, assessment))
        tables["studentAssessment"].extend((id_assessment, student, day, 0, score) for student, day, score in handed_in)
        scores.append({student: score for student, _, score in handed_in})
    return scores


_REGIONS = ("East Anglian Region", "London Region", "North Region", "Scotland", "South West Region", "Wales")
_EDUCATION = ("A Level or Equivalent", "HE Qualification", "Lower Than A Level")
_BANDS = (None, "0-10%", "10-20", "20-30%", "30-40%", "40-50%", "50-60%", "60-70%", "70-80%", "80-90%", "90-100%")
_AGES = ("0-35", "0-35", "35-55", "55<=")


def _people(presentation: DemoPresentation, scores: list[dict[int, int]]) -> Iterable[Row]:
    dice = Dice("people", presentation.module, presentation.presentation)
    groups: dict[int, tuple[str, str]] = {}
    if presentation.module == "H800":
        groups = h800_groups(presentation.students, set(scores[1]))
    for student in presentation.students:
        region, disability = groups.get(student.id) or (
            dice.one_of(_REGIONS),
            "Y" if dice.share() < 0.1 else "N",
        )
        yield _person(presentation, student, dice, region, disability, scores[-1].get(student.id))


def _person(
    presentation: DemoPresentation, student: DemoStudent, dice: Dice, region: str, disability: str, score: int | None
) -> Row:
    return (
        presentation.module,
        presentation.presentation,
        student.id,
        dice.one_of("FM"),
        region,
        dice.one_of(_EDUCATION),
        dice.one_of(_BANDS),
        dice.one_of(_AGES),
        0 if dice.share() < 0.85 else 1,
        60 if presentation.module != "MST124" else 30,
        disability,
        final_result(student, score),
    )
