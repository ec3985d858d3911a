"""Find the seven files in a folder or zip, and say in SQL how each column of each is to be read.

CSV as the Open University publishes it: comma, every value quoted or not, missing as `?` or empty.
Parquet with any types that hold the values. Header names exactly, column order free.
"""

from __future__ import annotations

import codecs
import contextlib
import csv
import io
import itertools
import lzma
import re
import shutil
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import duckdb

from app.analytics.dataset.faults import DatasetFault
from app.analytics.dataset.schema import TABLES, Column, Table
from app.core.text.words import in_units

_WHOLE_TYPES = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"})
#: Octets; the longest of the seven headers has some 150.
_LONGEST_HEADER = 100_000
#: What a zip may hold, in octets, and a Parquet file, in rows: a small file can hold any number of them. The whole OULAD
#: has half a gigabyte and ten million.
LARGEST_UNPACKED = 20 * 10**9
MOST_ROWS = 10**9
_SAVE_AS = "Save the file as “CSV UTF-8”."
NAMES = {f"{table.name}.{form}" for table in TABLES for form in ("csv", "parquet")}


def literal(value: str) -> str:
    """A SQL string literal. Paths and codes cannot be bound as parameters everywhere."""
    return "'" + value.replace("'", "''") + "'"


def name(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


@dataclass(frozen=True)
class TableFile:
    """One of the seven files, with its columns as they stand in it and their types there."""

    table: Table
    path: Path
    types: dict[str, str]

    @property
    def file(self) -> str:
        return self.path.name

    @property
    def is_csv(self) -> bool:
        return self.path.suffix == ".csv"

    @property
    def rows_above(self) -> int:
        """In CSV the header counts as row 1, as it does in a spreadsheet."""
        return 1 if self.is_csv else 0

    @property
    def relation(self) -> str:
        if not self.is_csv:
            return f"read_parquet({literal(str(self.path))})"
        columns = ", ".join(f"{literal(column)}: 'VARCHAR'" for column in self.types)
        return (
            f"read_csv({literal(str(self.path))}, auto_detect=false, header=true, delim=',', "
            f"quote='\"', escape='\"', nullstr=['?', ''], columns={{{columns}}})"
        )

    def raw(self, column: Column) -> str:
        """The value as text (or as the whole number it is already stored as), missing as NULL."""
        quoted, stored = name(column.name), self.types[column.name]
        if stored in _WHOLE_TYPES and column.is_number:
            return quoted
        plain = quoted if self.is_csv else f"CAST({quoted} AS VARCHAR)"
        if column.sql_type != "VARCHAR":
            # Many tools store and write whole numbers as floats as soon as one is missing: 12.0 is 12.
            plain = f"CASE WHEN contains({plain}, '.') THEN regexp_replace({plain}, '\\.0+$', '') ELSE {plain} END"
        if self.is_csv:
            return plain
        if column.is_number and stored != "VARCHAR":
            plain = f"nullif({plain}, 'nan')"  # a gap
        return f"nullif(nullif({plain}, ''), '?')"

    def as_counted(self, row: int) -> int:
        """The row of this number among those with something in them, counted as a spreadsheet does, empty ones as well."""
        if not self.is_csv:
            return row
        with self.path.open(encoding="latin-1", newline="") as lines, contextlib.suppress(csv.Error):
            filled = (number for number, values in enumerate(csv.reader(lines), start=1) if values)
            return next(itertools.islice(filled, row - 1, None), row)
        return row  # a value is longer than Python's reader takes

    def value(self, column: Column) -> str:
        """The typed value, NULL where it is missing or cannot be read."""
        return f"TRY_CAST({self.raw(column)} AS {column.sql_type})"

    def fault(self, column: Column) -> str:
        """A condition that holds for the rows in which this column cannot be taken as it is."""
        raw, value = self.raw(column), self.value(column)
        stored_whole = not self.is_csv and self.types[column.name] in _WHOLE_TYPES
        faults = []
        if not (column.is_number and stored_whole):
            faults.append(f"NOT regexp_full_match({raw}, {literal(column.pattern)})")
        if column.is_number:
            faults.append(f"{value} NOT BETWEEN {column.low} AND {column.high}")
        if column.allowed:
            faults.append(f"{raw} NOT IN ({', '.join(map(literal, column.allowed))})")
        if column.required:
            faults.insert(0, f"{raw} IS NULL")
        return "(" + " OR ".join(faults) + ")"


def open_source(source: Path, work: Path) -> list[TableFile]:
    """The seven files of a folder or zip, headers checked. A zip is unpacked into `work`."""
    if source.is_dir():
        folder = source
    elif source.is_file() and zipfile.is_zipfile(source):
        folder = _unpack(source, work / "unpacked")
    elif source.exists():
        raise DatasetFault(f"{source.name} is neither a folder nor a zip file.")
    else:
        raise DatasetFault(f"There is no folder or zip file at {source}.")
    return [_open_table(table, folder) for table in TABLES]


def _unpack(archive: Path, folder: Path) -> Path:
    """Only the seven known names are taken out, whatever else lies in the zip and under what path."""
    folder.mkdir()
    try:
        with zipfile.ZipFile(archive) as unpacked:
            _refuse_what_does_not_fit(archive, unpacked, folder)
            for member in unpacked.infolist():
                wanted = PurePosixPath(member.filename).name
                if wanted not in NAMES or "__MACOSX" in member.filename:
                    continue
                if (folder / wanted).exists():
                    raise DatasetFault(f"{archive.name} holds {wanted} twice.")
                with unpacked.open(member) as packed, (folder / wanted).open("wb") as target:
                    shutil.copyfileobj(packed, target, 1 << 20)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError) as broken:
        raise DatasetFault(f"{archive.name} cannot be unpacked: {broken}.") from broken
    return folder


def _refuse_what_does_not_fit(archive: Path, unpacked: zipfile.ZipFile, folder: Path) -> None:
    """By the sizes that it states itself; of more than a member states, nothing is read."""
    size = sum(each.file_size for each in unpacked.infolist() if PurePosixPath(each.filename).name in NAMES)
    if size > LARGEST_UNPACKED:
        raise DatasetFault(
            f"{archive.name} unpacks to {in_units(size)}; at most {in_units(LARGEST_UNPACKED)} are read."
        )
    if size > (free := shutil.disk_usage(folder).free):
        raise DatasetFault(f"{archive.name} unpacks to {in_units(size)}, and the disk has {in_units(free)} free.")


def _open_table(table: Table, folder: Path) -> TableFile:
    csv_path, parquet_path = folder / f"{table.name}.csv", folder / f"{table.name}.parquet"
    if csv_path.is_file() and parquet_path.is_file():
        raise DatasetFault(f"There is both a {csv_path.name} and a {parquet_path.name}; give one of them.")
    if csv_path.is_file():
        found = TableFile(table, csv_path, dict.fromkeys(_csv_header(csv_path), "VARCHAR"))
    elif parquet_path.is_file():
        found = TableFile(table, parquet_path, _parquet_types(parquet_path))
    else:
        raise DatasetFault(f"There is no {csv_path.name} and no {parquet_path.name}.")
    _check_header(found)
    return found


def _csv_header(path: Path) -> list[str]:
    with path.open("rb") as lines:
        # Nothing but the header: what is wrong in a later row is said of that row.
        first = lines.readline(_LONGEST_HEADER)
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in first:
        raise DatasetFault(f"it is UTF-16, and not UTF-8. {_SAVE_AS}", file=path.name)
    try:
        header = next(csv.reader(io.StringIO(first.decode("utf-8-sig"), newline="")), [])
    except (UnicodeDecodeError, csv.Error) as broken:
        raise DatasetFault("the header cannot be read as UTF-8 text.", file=path.name, row=1) from broken
    twice = sorted({column for column in header if header.count(column) > 1})
    if twice:
        raise DatasetFault(f"the column {twice[0]} occurs twice.", file=path.name, row=1)
    return header


def _parquet_types(path: Path) -> dict[str, str]:
    try:
        file = f"read_parquet({literal(str(path))})"
        rows = duckdb.execute(f"DESCRIBE SELECT * FROM {file}").fetchall()
        [(held,)] = duckdb.execute(f"SELECT count(*) FROM {file}").fetchall()
    except duckdb.Error as broken:
        raise DatasetFault("it cannot be read as Parquet.", file=path.name) from broken
    if held > MOST_ROWS:
        raise DatasetFault(f"it has {held:,} rows; at most {MOST_ROWS:,} are read.", file=path.name)
    return {row[0]: row[1] for row in rows}


def _check_header(found: TableFile) -> None:
    expected = [column.name for column in found.table.columns]
    row = 1 if found.is_csv else None
    missing = [column for column in expected if column not in found.types]
    unknown = [column for column in found.types if column not in expected]
    if not missing and not unknown:
        return
    reasons = []
    if missing:
        reasons.append(f"the column {' and the column '.join(missing)} is missing")
    if unknown:
        reasons.append(f"there is no column “{'” or “'.join(unknown)}” in this table")
    raise DatasetFault(f"{'; '.join(reasons)}. Expected {', '.join(expected)}.", file=found.file, row=row)


def explain_broken_row(broken: duckdb.Error, found: TableFile) -> DatasetFault:
    """DuckDB's own complaint about a row that is not CSV at all, in our words."""
    if found.is_csv and (fault := _row_in_another_encoding(found)):
        return fault
    line = re.search(r"(?:CSV Error on Line|Line): (\d+)", str(broken))
    reason = (
        f"the row cannot be read as {len(found.types)} comma-separated values, "
        "as its header has them. Mind quotes that are not closed."
    )
    return DatasetFault(reason, file=found.file, row=int(line[1]) if line else None)


def _row_in_another_encoding(found: TableFile) -> DatasetFault | None:
    """The first row that is not UTF-8, counted as a spreadsheet does: a value may hold ends of lines."""
    with found.path.open(encoding="latin-1", newline="") as lines, contextlib.suppress(csv.Error):
        for number, row in enumerate(csv.reader(lines), start=1):
            for column, value in zip([*found.types, *[""] * len(row)], row, strict=False):
                if not _is_utf8(value):
                    where = f"{column} is" if column else "the row is"
                    return DatasetFault(f"{where} not UTF-8 text. {_SAVE_AS}", file=found.file, row=number)
    return None


def _is_utf8(latin: str) -> bool:
    """Whether the bytes that were read as Latin-1 are UTF-8."""
    try:
        latin.encode("latin-1").decode()
    except UnicodeDecodeError:
        return False
    return True
