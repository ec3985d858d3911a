"""What an import takes, in every form, and what it leaves."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from app.analytics.dataset import publishing
from app.analytics.dataset.faults import DatasetFault, ImportBusy
from app.analytics.measures import MaterialQuery, overlay
from app.analytics.store import Store
from tests.integration.analytics.conftest import take_in
from tests.integration.analytics.small_set import edited, small_set, write_csv, write_parquet, write_zip


def figures(data_dir: Path) -> dict[str, object]:
    answer = overlay(Store(data_dir), MaterialQuery("ABC", activity_types=("quiz",))).as_json()
    return answer["presentations"][0]  # type: ignore[no-any-return]


def test_every_form_of_the_same_tables_gives_the_same_figures(small_folder: Path, tmp_path: Path) -> None:
    forms = [
        small_folder,
        write_csv(small_set(), tmp_path / "empty", missing=""),
        write_parquet(small_set(), tmp_path / "parquet"),
        write_zip(small_folder, tmp_path / "oulad.zip"),
        write_zip(small_folder, tmp_path / "nested.zip", inside="anonymisedData/"),
    ]
    answers = []
    for number, form in enumerate(forms):
        take_in(form, tmp_path / f"data{number}")
        answers.append(figures(tmp_path / f"data{number}"))
    assert all(answer == answers[0] for answer in answers)


def test_columns_may_stand_in_any_order_lines_end_as_on_windows_and_a_mark_come_first(
    small_folder: Path, data_dir: Path
) -> None:
    path = small_folder / "courses.csv"
    content = '"module_presentation_length","code_presentation","code_module"\r\n"21","2020J","ABC"\r\n'
    path.write_bytes(b"\xef\xbb\xbf" + content.encode())
    take_in(small_folder, data_dir)
    assert Store(data_dir).presentation_length("ABC", "2020J") == 21


def test_whole_numbers_stored_as_floats_are_whole_numbers(tmp_path: Path, data_dir: Path) -> None:
    tables = small_set()
    for row in tables["studentRegistration"]:
        row["date_registration"] = float("nan") if row["date_registration"] is None else float(row["date_registration"])
    take_in(write_parquet(tables, tmp_path / "floats"), data_dir)
    assert figures(data_dir)["weeks"]


def test_the_second_import_of_the_same_files_does_nothing(small_folder: Path, tmp_path: Path, data_dir: Path) -> None:
    first = take_in(small_folder, data_dir)
    again = take_in(small_folder, data_dir)
    zipped = take_in(write_zip(small_folder, tmp_path / "same.zip"), data_dir)
    assert (first.version, first.unchanged) == ("v1", False)
    assert (again.version, again.unchanged) == ("v1", True)
    assert zipped.unchanged
    assert not (data_dir / "analytics/oulad/v2").exists()


def test_changed_files_become_a_new_version_and_are_seen_at_once(small_folder: Path, data_dir: Path) -> None:
    take_in(small_folder, data_dir)
    store = Store(data_dir)
    assert store.presentation_length("ABC", "2020J") == 21
    edited(small_folder, "courses.csv", lambda text: text.replace('"21"', '"28"'))
    assert take_in(small_folder, data_dir).version == "v2"
    assert store.presentation_length("ABC", "2020J") == 28


def test_the_last_two_versions_stay_and_older_ones_go_after_an_hour(
    small_folder: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for length in (21, 28, 35, 42):
        small_folder.joinpath("courses.csv").write_text(
            f"code_module,code_presentation,module_presentation_length\nABC,2020J,{length}\n"
        )
        take_in(small_folder, data_dir)
    folder = data_dir / "analytics" / "oulad"
    kept = sorted(path.name for path in folder.glob("v*"))
    assert kept == ["v1", "v2", "v3", "v4"]  # none is an hour old
    monkeypatch.setattr(publishing, "GRACE_SECONDS", -1)
    publishing.sweep(folder)
    assert sorted(path.name for path in folder.glob("v*")) == ["v3", "v4"]


def test_progress_names_every_table_and_ends_at_all_of_its_rows(small_folder: Path, data_dir: Path) -> None:
    told: dict[str, tuple[int, int]] = {}
    result = take_in(small_folder, data_dir, progress=lambda table, done, total: told.update({table: (done, total)}))
    assert {table: told[table] for table in result.rows} == {table: (rows, rows) for table, rows in result.rows.items()}


def test_the_store_says_where_its_figures_come_from(small_folder: Path, data_dir: Path) -> None:
    take_in(small_folder, data_dir, source_label="A small set", attribution="Made up for a test.")
    info = Store(data_dir).dataset_for("ABC")
    assert info is not None
    assert (info.source, info.attribution, info.version) == ("A small set", "Made up for a test.", "v1")
    assert info.imported_at == "2018-07-20T09:30:00+00:00"


def test_a_module_of_another_dataset_is_refused_with_a_sentence(small_folder: Path, data_dir: Path) -> None:
    take_in(small_folder, data_dir, set_name="demo")
    with pytest.raises(DatasetFault, match="ABC 2020J is already served by the dataset “demo”"):
        take_in(small_folder, data_dir, set_name="oulad")
    assert [info.set_name for info in Store(data_dir).datasets()] == ["demo"]


def test_two_imports_do_not_run_at_the_same_time(small_folder: Path, data_dir: Path) -> None:
    with publishing.only_importer(data_dir), pytest.raises(ImportBusy):
        take_in(small_folder, data_dir)
    assert take_in(small_folder, data_dir).version == "v1"


def test_pseudonyms_depend_on_the_key_and_are_no_student_numbers(small_folder: Path, tmp_path: Path) -> None:
    stored = []
    for number, key in enumerate((b"one key", b"one key", b"another")):
        take_in(small_folder, tmp_path / str(number), pseudonym_key=key)
        folder = tmp_path / str(number) / "analytics/oulad/v1"
        rows = Store(tmp_path / str(number)).query(f"SELECT pseudonym FROM '{folder}/enrolments.parquet'")
        stored.append({row[0] for row in rows})
    assert stored[0] == stored[1]
    assert not stored[0] & stored[2]
    assert len(stored[0]) == 30
    assert not stored[0] & set(range(31))


def test_threads_share_a_store_and_get_the_same_answers(small_folder: Path, data_dir: Path) -> None:
    take_in(small_folder, data_dir)
    store, answers, faults = Store(data_dir), [], []

    def ask() -> None:
        try:
            for site in (501, 502):
                raw = store.query(
                    "SELECT week, count(DISTINCT student) FROM "
                    f"'{data_dir}/analytics/oulad/v1/weekly/ABC-2020J.parquet' WHERE site = {site} GROUP BY 1 ORDER BY 1"
                )
                answers.append((site, tuple(raw), len(store.sites("ABC"))))
        except Exception as fault:  # noqa: BLE001 -- whatever it is, it must fail the test
            faults.append(fault)

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(answers) == 32
    assert len(set(answers)) == 2
