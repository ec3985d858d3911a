"""What is counted once, at import, so that pages are fast; and the files it is written to.

Distinct students cannot be added across weeks, sites or activity types, so the finest grain that a
mapping may ask for is kept (student, site, week), and whole-module figures beside it. Everything
here is unrounded and stays inside the store.
"""

from __future__ import annotations

from pathlib import Path

from app.analytics.dataset.reading import literal
from app.analytics.dataset.staging import Progress, Staging

# Small groups of rows, sorted by site: a mapping of a few sites then reads a few groups.
_ROW_GROUP = 20_480
PASS_MARK = 40


def week_of(day: str) -> str:
    """floor(day / 7) + 1 in SQL. DuckDB's `//` truncates, so -1 // 7 would be 0 and the week before
    the start would fold into week 1: the days are lifted above zero first.
    """
    return f"(({day} + 7000) // 7 - 999)"


def last_day(week: str) -> str:
    return f"({week} * 7 - 1)"


def registered_on(day: str) -> str:
    """A missing registration day counts as registered from the beginning."""
    return f"(coalesce(registered_day, -32768) <= {day} AND coalesce(unregistered_day, 32767) > {day})"


def write_rollups(staging: Staging, pseudonyms: Path, out: Path, progress: Progress) -> dict[str, int]:
    """Fill `out`; the answer says how many rows each file holds."""
    staging.run(_ENROLMENTS.format(path=literal(str(pseudonyms))))
    staging.run(_ASSESSMENTS)
    staging.run(_RESULTS)
    staging.run(_EMPTY_WEEKS)
    written = {}
    (out / "weekly").mkdir(parents=True)
    presentations = staging.run(
        "SELECT code_module, code_presentation, module_presentation_length FROM courses ORDER BY ALL"
    )
    for done, (module, presentation, length) in enumerate(presentations):
        progress("measures", done, len(presentations))
        file = f"weekly/{module}-{presentation}.parquet"
        staging.run(_WEEKLY.format(module=literal(module), presentation=literal(presentation)))
        staging.run(
            _WEEKS.format(module=literal(module), presentation=literal(presentation), last_week=(length - 1) // 7 + 1)
        )
        written[file] = _copy(staging, "SELECT * FROM weekly ORDER BY site, week, student", out / file)
    progress("measures", len(presentations), len(presentations))
    for table, query in _SMALL_FILES.items():
        written[f"{table}.parquet"] = _copy(staging, query, out / f"{table}.parquet")
    return written


def _copy(staging: Staging, query: str, path: Path) -> int:
    [(rows,)] = staging.run(
        f"COPY ({query}) TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROW_GROUP})"
    )
    return int(rows)


# Within a presentation students are numbered anew, in the order of their pseudonyms: a small number
# packs and compares better than a hash, and says nothing about the student.
_ENROLMENTS = """
CREATE TABLE enrolments AS
SELECT code_module AS module, code_presentation AS presentation,
       CAST(row_number() OVER (PARTITION BY code_module, code_presentation ORDER BY pseudonym) AS INTEGER) AS student,
       pseudonym, id_student,
       CAST(date_registration AS SMALLINT) AS registered_day,
       CAST(date_unregistration AS SMALLINT) AS unregistered_day
FROM studentRegistration
JOIN read_csv({path}, header=false, columns={{'id_student': 'BIGINT', 'pseudonym': 'BIGINT'}}) USING (id_student)
"""

_ASSESSMENTS = """
CREATE TABLE named_assessments AS
SELECT code_module AS module, code_presentation AS presentation, id_assessment AS id,
       assessment_type AS type, CAST(date AS SMALLINT) AS due_day, weight,
       CASE WHEN assessment_type = 'Exam' AND count(*) OVER of_type = 1 THEN 'Exam'
            ELSE assessment_type || format('{:02d}', row_number() OVER by_due_day) END AS name
FROM assessments
WINDOW of_type AS (PARTITION BY code_module, code_presentation, assessment_type),
       by_due_day AS (PARTITION BY code_module, code_presentation, assessment_type
                      ORDER BY date NULLS LAST, id_assessment)
"""

# Only figures at the due day are counted: without a due day there are none, and the row stays empty.
_RESULTS = f"""
CREATE TABLE assessment_counts AS
SELECT a.module, a.presentation, a.id, a.type, a.name, a.due_day, a.weight,
       count(e.student) AS registered_at_due,
       count(r.id_student) AS submitted,
       count(*) FILTER (r.date_submitted > a.due_day) AS late,
       count(*) FILTER (r.score >= {PASS_MARK}) AS passed,
       coalesce(sum(r.score), 0) AS score_total,
       count(r.score) AS score_count
FROM named_assessments a
LEFT JOIN enrolments e ON e.module = a.module AND e.presentation = a.presentation
      AND {registered_on("a.due_day")}
LEFT JOIN studentAssessment r ON r.id_assessment = a.id AND r.id_student = e.id_student AND NOT r.is_banked
GROUP BY ALL
"""

# Clicks of students who are registered in that very week; later and earlier ones (29,440 rows of the
# real set lie after the student left) belong to no measure.
_WEEKLY = f"""
CREATE OR REPLACE TABLE weekly AS
SELECT CAST(week AS SMALLINT) AS week, site, student, CAST(sum(clicks) AS INTEGER) AS clicks
FROM (SELECT {week_of("v.date")} AS week, v.id_site AS site, e.student, v.sum_click AS clicks,
             e.registered_day, e.unregistered_day
      FROM studentVle v
      JOIN enrolments e ON e.module = v.code_module AND e.presentation = v.code_presentation
                       AND e.id_student = v.id_student
      WHERE v.code_module = {{module}} AND v.code_presentation = {{presentation}} AND v.sum_click > 0)
WHERE {registered_on(last_day("week"))}
GROUP BY ALL
"""

_EMPTY_WEEKS = """
CREATE TABLE weeks (module VARCHAR, presentation VARCHAR, week SMALLINT, registered INTEGER,
                    active INTEGER, clicks BIGINT, withdrawn INTEGER)
"""

_WEEKS = f"""
INSERT INTO weeks
WITH active AS (SELECT week, count(DISTINCT student) AS active, sum(clicks) AS clicks FROM weekly GROUP BY week),
     series AS (SELECT unnest(range(coalesce((SELECT min(week) FROM weekly), 1), {{last_week}} + 1)) AS week),
     people AS (SELECT * FROM enrolments WHERE module = {{module}} AND presentation = {{presentation}})
SELECT {{module}}, {{presentation}}, series.week,
       (SELECT count(*) FROM people WHERE {registered_on(last_day("series.week"))}),
       coalesce(active.active, 0), coalesce(active.clicks, 0),
       (SELECT count(*) FROM people WHERE {week_of("unregistered_day")} = series.week)
FROM series LEFT JOIN active USING (week)
"""

_SMALL_FILES = {
    "courses": "SELECT code_module AS module, code_presentation AS presentation, "
    "CAST(module_presentation_length AS SMALLINT) AS length FROM courses ORDER BY ALL",
    "sites": "SELECT code_module AS module, code_presentation AS presentation, id_site AS site, "
    "activity_type, CAST(week_from AS SMALLINT) AS week_from, CAST(week_to AS SMALLINT) AS week_to "
    "FROM vle ORDER BY ALL",
    "enrolments": "SELECT * EXCLUDE (id_student) FROM enrolments ORDER BY ALL",
    "results": "SELECT r.id_assessment AS assessment, e.student, CAST(r.date_submitted AS SMALLINT) AS submitted_day, "
    "r.is_banked AS banked, CAST(r.score AS UTINYINT) AS score FROM studentAssessment r "
    "JOIN named_assessments a ON a.id = r.id_assessment "
    "JOIN enrolments e ON e.module = a.module AND e.presentation = a.presentation AND e.id_student = r.id_student "
    "ORDER BY ALL",
    "assessments": "SELECT * FROM assessment_counts ORDER BY ALL",
    "weeks": "SELECT * FROM weeks ORDER BY ALL",
}
