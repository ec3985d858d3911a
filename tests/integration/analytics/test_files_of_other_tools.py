"""Files as spreadsheets and pandas write them: taken in where they say the same, refused with row and column where not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.analytics.dataset.faults import DatasetFault
from tests.integration.analytics.conftest import take_in
from tests.integration.analytics.small_set import edited


def rewritten(folder: Path, file: str, change: Callable[[bytes], bytes]) -> None:
    path = folder / file
    path.write_bytes(change(path.read_bytes()))


def refusal(folder: Path, data_dir: Path) -> str:
    with pytest.raises(DatasetFault) as fault:
        take_in(folder, data_dir)
    return fault.value.message


@pytest.mark.parametrize("row", [2, 3, 12])
@pytest.mark.parametrize("octets", [b"M\xe1laga", b"\xff", b"\x93quoted\x94", b"\xc3"])
def test_a_row_in_another_encoding_is_named_and_not_the_header(
    small_folder: Path, data_dir: Path, row: int, octets: bytes
) -> None:
    def spoil(content: bytes) -> bytes:
        lines = content.splitlines(keepends=True)
        values = lines[row - 1].split(b",")
        values[4] = b'"' + octets + b'"'
        lines[row - 1] = b",".join(values)
        return b"".join(lines)

    rewritten(small_folder, "studentInfo.csv", spoil)
    said = refusal(small_folder, data_dir)
    assert said == f"studentInfo.csv, row {row}: region is not UTF-8 text. Save the file as “CSV UTF-8”."


def test_a_row_is_counted_as_a_spreadsheet_counts_it(small_folder: Path, data_dir: Path) -> None:
    def spoil(content: bytes) -> bytes:
        lines = content.splitlines(keepends=True)
        for at, region in ((1, b'"two\nlines"'), (2, b'"M\xe1laga"')):
            values = lines[at].split(b",")
            values[4] = region
            lines[at] = b",".join(values)
        return b"".join(lines)

    rewritten(small_folder, "studentInfo.csv", spoil)
    assert refusal(small_folder, data_dir).startswith("studentInfo.csv, row 3: region is not UTF-8")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_another_encoding_of_the_whole_file_is_said(small_folder: Path, data_dir: Path, encoding: str) -> None:
    rewritten(small_folder, "vle.csv", lambda content: content.decode().encode(encoding))
    assert refusal(small_folder, data_dir) == "vle.csv: it is UTF-16, and not UTF-8. Save the file as “CSV UTF-8”."


def test_a_header_in_another_encoding_is_the_header(small_folder: Path, data_dir: Path) -> None:
    rewritten(small_folder, "vle.csv", lambda content: content.replace(b"week_to", b"w\xe9ek_to", 1))
    assert refusal(small_folder, data_dir) == "vle.csv, row 1: the header cannot be read as UTF-8 text."


FILES = ["courses", "assessments", "vle", "studentInfo", "studentRegistration", "studentAssessment", "studentVle"]
SAME: list[Callable[[bytes], bytes]] = [
    lambda content: b"\xef\xbb\xbf" + content,
    lambda content: content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    lambda content: content.rstrip(),
    lambda content: content + b"\r\n\r\n",
    lambda content: content.replace(b'"', b""),
]


@pytest.mark.parametrize("way", range(len(SAME)), ids=["BOM", "CRLF", "no last end", "empty rows", "no quotes"])
def test_what_says_the_same_gives_the_same_figures(
    small_folder: Path, data_dir: Path, tmp_path: Path, way: int
) -> None:
    expected = take_in(small_folder, tmp_path / "as it was").rows
    for file in FILES:
        rewritten(small_folder, f"{file}.csv", SAME[way])
    assert take_in(small_folder, data_dir).rows == expected


def as_floats(line: str, *at: int) -> str:
    values = line.split(",")
    for each in at:
        values[each] = values[each].replace('"', "") + ".0" if values[each] != '"?"' else values[each]
    return ",".join(values)


def test_whole_numbers_that_pandas_wrote_as_floats_are_whole_numbers(
    small_folder: Path, data_dir: Path, tmp_path: Path
) -> None:
    expected = take_in(small_folder, tmp_path / "as it was").rows

    def change(text: str) -> str:
        head, *lines = text.splitlines()
        return "\n".join([head, *(as_floats(line, 0, 1, 2, 3, 4) for line in lines)]) + "\n"

    edited(small_folder, "studentAssessment.csv", change)
    assert take_in(small_folder, data_dir).rows == expected


@pytest.mark.parametrize("value", ["12.5", "12.05", "12.", ".0", "1e3", "12.0.0"])
def test_what_is_no_whole_number_is_refused_with_row_and_column(small_folder: Path, data_dir: Path, value: str) -> None:
    edited(small_folder, "studentAssessment.csv", lambda text: text.replace('"12","0","80"', f'"12","0","{value}"', 1))
    said = refusal(small_folder, data_dir)
    assert said.startswith("studentAssessment.csv, row 7: score is ")
    assert said.endswith("expected a whole number from 0 to 100.")


def test_an_empty_row_in_between_does_not_shift_the_row_that_is_named(small_folder: Path, data_dir: Path) -> None:
    def change(text: str) -> str:
        lines = text.splitlines()
        return "\n".join([*lines[:3], "", *lines[3:]]) + "\n"

    edited(small_folder, "studentAssessment.csv", lambda text: change(text.replace('"12","0","80"', '"12","0","x"', 1)))
    assert refusal(small_folder, data_dir).startswith("studentAssessment.csv, row 8: score is “x”")
