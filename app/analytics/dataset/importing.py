"""The one way in: `import_dataset` reads, checks, pseudonymises, counts and publishes, or changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from app.analytics.dataset import publishing
from app.analytics.dataset.faults import DatasetFault
from app.analytics.dataset.pseudonyms import key_fingerprint, write_pseudonyms
from app.analytics.dataset.publishing import AlreadyServing, Manifest
from app.analytics.dataset.reading import TableFile, literal, name, open_source
from app.analytics.dataset.rollups import write_rollups
from app.analytics.dataset.schema import STUDENT_ASSESSMENT
from app.analytics.dataset.staging import Progress, Staging
from app.analytics.dataset.validation import (
    check_key,
    check_references,
    check_results_are_of_enrolled,
    check_values,
)

OULAD_SOURCE = "Open University Learning Analytics Dataset (OULAD)"
OULAD_ATTRIBUTION = (
    "Kuzilek J., Hlosta M., Zdrahal Z. (2017). Open University Learning Analytics dataset. "
    "Scientific Data 4:170171. https://doi.org/10.1038/sdata.2017.171. CC BY 4.0. "
    "Retyped, sorted and counted by week for this site."
)


@dataclass(frozen=True)
class ImportResult:
    """What an import did. `unchanged` means that these very files already serve and nothing was done."""

    set_name: str
    version: str
    unchanged: bool
    rows: dict[str, int]
    presentations: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class _Job:
    """All that stays the same from the first to the last step of one import."""

    data_dir: Path
    set_name: str
    source_label: str
    attribution: str
    pseudonym_key: bytes = field(repr=False)
    progress: Progress

    @property
    def folder(self) -> Path:
        return publishing.set_dir(self.data_dir, self.set_name)


def import_dataset(
    source: Path,
    data_dir: Path,
    *,
    set_name: str = "oulad",
    source_label: str = OULAD_SOURCE,
    attribution: str = OULAD_ATTRIBUTION,
    imported_at: datetime,
    pseudonym_key: bytes,
    progress: Progress | None = None,
) -> ImportResult:
    """Publish the seven tables of a folder or zip as the serving version of `set_name`.

    Raises DatasetFault (with file, row and reason) or ImportBusy; then the previous version goes on
    serving and nothing is left behind. The very same files under the same key do nothing.
    `progress` is told the table, the rows done and the rows in all; then "measures", per presentation.
    """
    folder = publishing.set_dir(data_dir, set_name)
    with publishing.only_importer(data_dir), publishing.work_folder(folder) as work:
        try:
            prepared = prepare_dataset(
                source,
                data_dir,
                work,
                set_name=set_name,
                source_label=source_label,
                attribution=attribution,
                pseudonym_key=pseudonym_key,
                progress=progress,
            )
        except AlreadyServing as found:
            return _result(found.manifest, unchanged=True)
        return publish_prepared(data_dir, work / "out", prepared, imported_at)


def prepare_dataset(
    source: Path,
    data_dir: Path,
    work: Path,
    *,
    set_name: str,
    source_label: str,
    attribution: str,
    pseudonym_key: bytes,
    progress: Progress | None = None,
) -> Manifest:
    """The first half: read, check and count into the folder `out` of `work`. Nothing serves by that.

    What it answers has no version yet. Raises DatasetFault, or AlreadyServing for the very files that serve. Whoever
    calls holds the import lock.
    """
    job = _Job(
        data_dir, set_name, source_label, attribution, pseudonym_key, progress or (lambda _table, _done, _total: None)
    )
    files = open_source(source, work)
    fingerprint = _fingerprint(files, pseudonym_key)
    serving = publishing.current_manifest(job.folder)
    if serving is not None and serving.fingerprint == fingerprint:
        raise AlreadyServing(serving)
    return _build(job, files, fingerprint, work)


def publish_prepared(data_dir: Path, finished: Path, prepared: Manifest, imported_at: datetime) -> ImportResult:
    """The second half: let what was prepared in `finished` serve. DatasetFault if another set has taken a module since.

    Whoever calls holds the import lock.
    """
    folder = publishing.set_dir(data_dir, prepared.set_name)
    folder.mkdir(parents=True, exist_ok=True)
    refuse_what_another_set_serves(data_dir, prepared.set_name, prepared.presentations)
    at = imported_at.isoformat(timespec="seconds")
    manifest = replace(prepared, version=publishing.next_version(folder), imported_at=at)
    publishing.publish(folder, finished, manifest)
    publishing.sweep(folder)
    return _result(manifest, unchanged=False)


def _build(job: _Job, files: list[TableFile], fingerprint: str, work: Path) -> Manifest:
    staging = Staging(work)
    try:
        rows = {found.table.name: _load(staging, found, job.progress) for found in files}
        presentations = [
            list(row) for row in staging.run("SELECT code_module, code_presentation FROM courses ORDER BY ALL")
        ]
        if not presentations:
            raise DatasetFault("there is no presentation in it.", file=files[0].file)
        refuse_what_another_set_serves(job.data_dir, job.set_name, presentations)
        students = staging.run("SELECT DISTINCT id_student FROM studentRegistration")
        write_pseudonyms((row[0] for row in students), job.pseudonym_key, work / "pseudonyms.csv")
        written = write_rollups(staging, work / "pseudonyms.csv", work / "out", job.progress)
        _check_written(staging, work / "out", written)
    finally:
        staging.close()
    return Manifest(
        set_name=job.set_name,
        version="",
        source=job.source_label,
        attribution=job.attribution,
        imported_at="",
        fingerprint=fingerprint,
        presentations=presentations,
        rows=rows,
        files=written,
    )


def _load(staging: Staging, found: TableFile, progress: Progress) -> int:
    """Check the file and bring it in. The check is the first half of the way, the load the second."""
    table = found.table.name
    estimate = _estimated_rows(found)
    progress(table, 0, estimate)
    rows = check_values(staging, found, _halves(progress, table, estimate, 0))
    columns = ", ".join(f"{found.value(column)} AS {name(column.name)}" for column in found.table.columns)
    staging.run_watched(
        f"CREATE TABLE {name(table)} AS SELECT {columns} FROM {found.relation}",
        _halves(progress, table, rows, 1),
    )
    check_key(staging, found)
    check_references(staging, found)
    if found.table is STUDENT_ASSESSMENT:
        check_results_are_of_enrolled(staging, found)
    progress(table, rows, rows)
    return rows


def _halves(progress: Progress, table: str, rows: int, half: int) -> Callable[[float], None]:
    return lambda share: progress(table, int(rows * (half + share) / 2), rows)


def _estimated_rows(found: TableFile) -> int:
    """Good enough for a progress bar: lines of a CSV, without its header."""
    if not found.is_csv:
        return 0
    with found.path.open("rb") as lines:
        return max(0, sum(block.count(b"\n") for block in iter(lambda: lines.read(1 << 20), b"")) - 1)


def refuse_what_another_set_serves(data_dir: Path, set_name: str, presentations: list[list[str]]) -> None:
    """One module, one dataset: an answer about a module names one source."""
    modules = {module for module, _ in presentations}
    here = publishing.set_dir(data_dir, set_name)
    for folder in sorted(publishing.analytics_dir(data_dir).iterdir()):
        other = publishing.current_manifest(folder) if folder != here else None
        for module, presentation in other.presentations if other else ():
            if module in modules:
                raise DatasetFault(
                    f"{module} {presentation} is already served by the dataset “{folder.name}”. "
                    f"Import into that one, or leave {module} out of these files."
                )


def _check_written(staging: Staging, out: Path, written: dict[str, int]) -> None:
    """Read back what was written: a version that cannot be read must never serve."""
    for file, rows in written.items():
        [(found,)] = staging.run(f"SELECT count(*) FROM read_parquet({literal(str(out / file))})")
        if found != rows:
            raise OSError(f"{file} was written with {rows} rows and read back with {found}.")


def _fingerprint(files: list[TableFile], key: bytes) -> str:
    """Of the files' bytes, the key and the store's format. Where they lay does not matter."""
    whole = hashlib.sha256(f"{publishing.FORMAT} {key_fingerprint(key)}".encode())
    for found in files:
        with found.path.open("rb") as content:
            whole.update(f"{found.file} {hashlib.file_digest(content, 'sha256').hexdigest()}".encode())
    return whole.hexdigest()


def _result(manifest: Manifest, *, unchanged: bool) -> ImportResult:
    pairs = tuple((module, presentation) for module, presentation in manifest.presentations)
    return ImportResult(manifest.set_name, manifest.version, unchanged, manifest.rows, pairs)
