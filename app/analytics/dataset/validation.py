"""Types, ranges, keys and references, checked in SQL: ten million rows are no work for a Python loop.

The good path only counts. A row number is worked out when a fault is known to exist, by a second
pass in file order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import duckdb

from app.analytics.dataset.faults import DatasetFault
from app.analytics.dataset.reading import TableFile, explain_broken_row, name
from app.analytics.dataset.schema import ENROLMENT, Column
from app.analytics.dataset.staging import Staging


def check_values(staging: Staging, found: TableFile, watch: Callable[[float], None]) -> int:
    """The number of rows, all of whose values can be taken. Else the first fault of the file."""
    faulty = " OR ".join(found.fault(column) for column in found.table.columns)
    sql = f"SELECT count(*), count(*) FILTER (WHERE {faulty}) FROM {found.relation}"
    try:
        [(rows, faults)] = staging.run_watched(sql, watch)
    except duckdb.InvalidInputException as broken:
        raise explain_broken_row(broken, found) from broken
    except duckdb.Error as broken:
        raise DatasetFault("it cannot be read.", file=found.file) from broken
    if faults:
        raise _first_fault(staging, found, faulty)
    return int(rows)


def _first_fault(staging: Staging, found: TableFile, faulty: str) -> DatasetFault:
    columns = found.table.columns
    flags = ", ".join(f"{found.fault(column)}, {found.raw(column)}" for column in columns)
    [first] = staging.run_in_file_order(f"SELECT row_number, {flags} FROM {_numbered(found)} WHERE {faulty} LIMIT 1")
    for index, column in enumerate(columns):
        is_faulty, value = first[1 + 2 * index : 3 + 2 * index]
        if is_faulty:
            return DatasetFault(_complaint(column, value), file=found.file, row=found.as_counted(first[0]))
    raise AssertionError("a row was faulty, yet none of its columns")


def _complaint(column: Column, value: Any) -> str:
    if value is None:
        return f"{column.name} is missing, expected {column.expected}."
    return f"{column.name} is “{str(value)[:60]}”, expected {column.expected}."


def _numbered(found: TableFile) -> str:
    return f"(SELECT row_number() OVER () + {found.rows_above} AS row_number, * FROM {found.relation})"


def check_key(staging: Staging, found: TableFile) -> None:
    """No two rows of the staged table may share its key."""
    key = found.table.key
    if not key:
        return
    columns = ", ".join(map(name, key))
    table = name(found.table.name)
    if not staging.run(f"SELECT 1 FROM {table} GROUP BY {columns} HAVING count(*) > 1 LIMIT 1"):
        return
    values = _typed(found, key)
    [(row, *twice)] = staging.run_in_file_order(
        f"SELECT row_number, {columns} FROM (SELECT *, row_number() OVER "
        f"(PARTITION BY {columns} ORDER BY row_number) AS occurrence FROM "
        f"(SELECT row_number, {values} FROM {_numbered(found)})) "
        "WHERE occurrence = 2 ORDER BY row_number LIMIT 1"
    )
    raise DatasetFault(f"there is a second row for {_pairs(key, twice)}.", file=found.file, row=found.as_counted(row))


def check_references(staging: Staging, found: TableFile) -> None:
    """Whatever a row refers to must stand in the table it refers to."""
    for reference in found.table.references:
        _check_reference(
            staging, found, reference.columns, f"SELECT * FROM {name(reference.table)}", f"{reference.table}"
        )


def check_results_are_of_enrolled(staging: Staging, found: TableFile) -> None:
    """A result belongs to a student of the presentation that the assessment belongs to."""
    enrolled = (
        f"SELECT id_assessment, {', '.join(ENROLMENT)} "
        "FROM assessments JOIN studentRegistration USING (code_module, code_presentation)"
    )
    _check_reference(
        staging,
        found,
        ("id_assessment", "id_student"),
        enrolled,
        "the assessment's presentation in studentRegistration",
    )


def _check_reference(staging: Staging, found: TableFile, columns: Sequence[str], target: str, where: str) -> None:
    listed = ", ".join(map(name, columns))
    unknown = f"ANTI JOIN (SELECT DISTINCT {listed} FROM ({target})) AS known USING ({listed})"
    if not staging.run(
        f"SELECT 1 FROM (SELECT DISTINCT {listed} FROM {name(found.table.name)}) AS used {unknown} LIMIT 1"
    ):
        return
    [(row, *values)] = staging.run_in_file_order(
        f"SELECT row_number, {listed} FROM (SELECT row_number, {_typed(found, columns)} "
        f"FROM {_numbered(found)}) AS used {unknown} ORDER BY row_number LIMIT 1"
    )
    raise DatasetFault(
        f"{_pairs(columns, values)} cannot be found in {where}.", file=found.file, row=found.as_counted(row)
    )


def _typed(found: TableFile, columns: Sequence[str]) -> str:
    return ", ".join(f"{found.value(found.table.column(column))} AS {name(column)}" for column in columns)


def _pairs(columns: Sequence[str], values: Sequence[Any]) -> str:
    return ", ".join(f"{column} “{value}”" for column, value in zip(columns, values, strict=True))
