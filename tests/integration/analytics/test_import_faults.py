"""A fault stops the import with file, row and reason, and the previous dataset goes on serving."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.analytics.dataset.faults import DatasetFault
from app.analytics.store import Store
from tests.integration.analytics.conftest import take_in
from tests.integration.analytics.small_set import edited, small_set, write_parquet, write_zip


def refusal(folder: Path, data_dir: Path) -> str:
    """The sentence with which the import stops; nothing may be left of it."""
    with pytest.raises(DatasetFault) as fault:
        take_in(folder, data_dir)
    assert sorted(path.name for path in (data_dir / "analytics/oulad").iterdir()) in ([], ["CURRENT", "v1"])
    return fault.value.message


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("studentInfo.csv", '"2020J","11"', '"2020J","abc"',
         "studentInfo.csv, row 12: id_student is “abc”, expected a whole number."),
        ("studentVle.csv", '"8","2"', '"8","2x"',
         "studentVle.csv, row 2: sum_click is “2x”, expected a whole number from 0 to 1000000."),
        ("studentVle.csv", '"-1","1"', '"?","1"',
         "studentVle.csv, row 34: date is missing, expected a whole number from -2000 to 2000."),
        ("studentRegistration.csv", '"4","?"', '"4","1.5"',
         "studentRegistration.csv, row 5: date_registration is “1.5”, expected a whole number from -2000 to 2000."),
        ("studentAssessment.csv", '"12","0","80"', '"12","0","101"',
         "studentAssessment.csv, row 7: score is “101”, expected a whole number from 0 to 100."),
        ("studentAssessment.csv", '"9","1"', '"9","yes"',
         "studentAssessment.csv, row 5: is_banked is “yes”, expected 0 or 1."),
        ("assessments.csv", '"62.5"', '"62.55"',
         "assessments.csv, row 2: weight is “62.55”, expected a number from 0 to 100 with at most one decimal."),
        ("assessments.csv", '"Exam"', '"Quiz"',
         "assessments.csv, row 4: assessment_type is “Quiz”, expected TMA, CMA or Exam."),
        ("courses.csv", '"ABC"', '"../ABC"',
         "courses.csv, row 2: code_module is “../ABC”, expected a code of up to 32 letters, digits, - or _."),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_taken_is_named_with_its_row(
    small_folder: Path, data_dir: Path, file: str, old: str, new: str, sentence: str
) -> None:
    edited(small_folder, file, lambda text: text.replace(old, new, 1))
    assert refusal(small_folder, data_dir) == sentence


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("studentVle.csv", '"502","0"', '"599","0"',
         "studentVle.csv, row 33: code_module “ABC”, code_presentation “2020J”, id_site “599” cannot be found in vle."),
        ("studentVle.csv", '"11","502"', '"911","502"',
         ("studentVle.csv, row 33: code_module “ABC”, code_presentation “2020J”, id_student “911” cannot be found "
         "in studentRegistration.")),
        ("studentAssessment.csv", '"72","27"', '"79","27"',
         "studentAssessment.csv, row 27: id_assessment “79” cannot be found in assessments."),
        ("studentAssessment.csv", '"72","27"', '"72","927"',
         ("studentAssessment.csv, row 27: id_assessment “72”, id_student “927” cannot be found in "
         "the assessment's presentation in studentRegistration.")),
        ("vle.csv", '"2020J","page"', '"2021J","page"',
         "vle.csv, row 3: code_module “ABC”, code_presentation “2021J” cannot be found in courses."),
        ("studentRegistration.csv", '"2020J","7"', '"2020J","907"',
         ("studentRegistration.csv, row 8: code_module “ABC”, code_presentation “2020J”, id_student “907” cannot be "
         "found in studentInfo.")),
        ("studentRegistration.csv", '"2020J","8"', '"2020J","7"',
         ("studentRegistration.csv, row 9: there is a second row for code_module “ABC”, code_presentation “2020J”, "
         "id_student “7”.")),
    ],
)  # fmt: skip
def test_an_unknown_reference_or_a_second_row_is_named_with_its_row(
    small_folder: Path, data_dir: Path, file: str, old: str, new: str, sentence: str
) -> None:
    edited(small_folder, file, lambda text: text.replace(old, new, 1))
    assert refusal(small_folder, data_dir) == sentence


def test_a_wrong_header_says_what_is_missing_and_what_is_unknown(small_folder: Path, data_dir: Path) -> None:
    edited(small_folder, "vle.csv", lambda text: text.replace("activity_type", "activity", 1))
    sentence = refusal(small_folder, data_dir)
    assert sentence.startswith("vle.csv, row 1: the column activity_type is missing; there is no column “activity”")
    assert "Expected id_site, code_module, code_presentation, activity_type, week_from, week_to." in sentence


def test_a_header_with_a_column_twice_is_refused(small_folder: Path, data_dir: Path) -> None:
    edited(small_folder, "vle.csv", lambda text: text.replace("week_to", "week_from", 1))
    assert refusal(small_folder, data_dir) == "vle.csv, row 1: the column week_from occurs twice."


def test_a_row_with_too_few_values_is_named(small_folder: Path, data_dir: Path) -> None:
    edited(small_folder, "vle.csv", lambda text: text.replace(',"page","?","?"', ',"page"', 1))
    assert refusal(small_folder, data_dir).startswith("vle.csv, row 3: the row cannot be read as 6 comma-separated")


def test_a_file_that_is_not_text_is_refused(small_folder: Path, data_dir: Path) -> None:
    (small_folder / "vle.csv").write_bytes(
        b'"id_site","code_module","code_presentation","activity_type","week_from","week_to"\n'
        b'"501","ABC","2020J","qu\xff\xfez","?","?"\n'
    )
    assert "vle.csv" in refusal(small_folder, data_dir)


def test_a_missing_file_is_named(small_folder: Path, data_dir: Path) -> None:
    (small_folder / "vle.csv").unlink()
    assert refusal(small_folder, data_dir) == "There is no vle.csv and no vle.parquet."


def test_a_file_in_both_forms_is_refused(small_folder: Path, data_dir: Path) -> None:
    write_parquet({"vle": small_set()["vle"]}, small_folder)
    assert "give one of them" in refusal(small_folder, data_dir)


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 neither"])
def test_what_is_neither_folder_nor_zip_is_refused(tmp_path: Path, data_dir: Path, content: bytes) -> None:
    (tmp_path / "file.zip").write_bytes(content)
    assert refusal(tmp_path / "file.zip", data_dir) == "file.zip is neither a folder nor a zip file."


def test_a_path_that_is_not_there_is_refused(tmp_path: Path, data_dir: Path) -> None:
    assert refusal(tmp_path / "nowhere", data_dir).startswith("There is no folder or zip file at ")


def test_a_zip_that_breaks_off_is_refused(small_folder: Path, tmp_path: Path, data_dir: Path) -> None:
    archive = write_zip(small_folder, tmp_path / "broken.zip")
    content = bytearray(archive.read_bytes())
    content[60:400] = bytes(340)
    archive.write_bytes(content)
    assert refusal(archive, data_dir).startswith("broken.zip cannot be unpacked")


def test_parquet_rows_are_counted_from_one(tmp_path: Path, data_dir: Path) -> None:
    tables = small_set()
    tables["studentVle"][4]["sum_click"] = -3
    assert refusal(write_parquet(tables, tmp_path / "given"), data_dir) == (
        "studentVle.parquet, row 5: sum_click is “-3”, expected a whole number from 0 to 1000000."
    )


def test_a_fault_leaves_the_previous_dataset_serving(small_folder: Path, data_dir: Path) -> None:
    take_in(small_folder, data_dir)
    before = Store(data_dir).dataset_for("ABC")
    edited(small_folder, "studentVle.csv", lambda text: text.replace('"8","2"', '"8","two"', 1))
    refusal(small_folder, data_dir)
    assert Store(data_dir).dataset_for("ABC") == before
    assert Store(data_dir).presentation_length("ABC", "2020J") == 21


def test_an_import_without_a_key_is_refused(small_folder: Path, data_dir: Path) -> None:
    with pytest.raises(DatasetFault, match="no key"):
        take_in(small_folder, data_dir, pseudonym_key=b"")
