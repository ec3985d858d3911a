"""Read the serving datasets: small tables as plain objects, the big ones through DuckDB in process.

The rules that make this hold under threads and forks:
- one in-memory DuckDB per process, made on first use and never inherited through a fork;
- one thread and a memory limit for it, and a cursor for each of our threads;
- CURRENT is read on every request; everything remembered is keyed by the version it belongs to;
- files of a version never change, so they are named by path, without views.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import duckdb

from app.analytics.catalogue import Assessment, Catalogue, DatasetInfo, PresentationData, VleSite, read_catalogue
from app.analytics.dataset import publishing

log = logging.getLogger(__name__)

MEMORY_LIMIT: Final = "128MB"  # the largest real presentation needs less than 96


class _Process:
    """What belongs to one process; a child of a fork makes its own."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self.lock = threading.Lock()
        self.local = threading.local()
        self.catalogues: dict[Path, Catalogue] = {}
        self._connection: duckdb.DuckDBPyConnection | None = None

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """This thread's own cursor: two threads on one connection garble each other's answers."""
        cursor = getattr(self.local, "cursor", None)
        if cursor is None:
            with self.lock:
                if self._connection is None:
                    self._connection = duckdb.connect()
                    self._connection.execute(f"SET memory_limit='{MEMORY_LIMIT}'")
                    self._connection.execute("SET threads=1")
                    # The system's own cache holds the files; a second copy in each worker is waste.
                    self._connection.execute("SET enable_external_file_cache=false")
                cursor = self.local.cursor = self._connection.cursor()
        return cursor


class Store:
    """The datasets under a data folder. Cheap to make; one serves a whole process and its threads."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self._own = _Process()

    def datasets(self) -> list[DatasetInfo]:
        """Every dataset that serves now, by name."""
        return [catalogue.info for catalogue in self._catalogues()]

    def faults(self) -> list[str]:
        """A sentence for each dataset that was published and cannot be read: its pointer or its files are damaged."""
        root = publishing.analytics_dir(self.data_dir)
        published = [each for each in sorted(root.iterdir()) if publishing.has_versions(each)] if root.is_dir() else []
        serving = {info.set_name for info in self.datasets()}
        return [
            f"the dataset {each.name} is damaged: put {each} back from a backup, or import it anew"
            for each in published
            if each.name not in serving and not publishing.is_withdrawn(each)
        ]

    def catalogue_for(self, module: str) -> Catalogue | None:
        """The catalogue of the dataset that has this module; a module stands in one dataset only."""
        return next((one for one in self._catalogues() if module in one.modules), None)

    def dataset_for(self, module: str) -> DatasetInfo | None:
        catalogue = self.catalogue_for(module)
        return catalogue.info if catalogue else None

    def modules(self) -> dict[str, list[str]]:
        """Each module of every dataset with its presentations, in order."""
        every = {
            module: list(presentations)
            for catalogue in self._catalogues()
            for module, presentations in catalogue.modules.items()
        }
        return dict(sorted(every.items()))

    def presentation_length(self, module: str, presentation: str) -> int | None:
        """In days, or None where no dataset has this presentation."""
        found = self._presentations(module).get(presentation)
        return found.length if found else None

    def sites(self, module: str) -> list[VleSite]:
        return [site for one in self._presentations(module).values() for site in one.sites]

    def activity_types(self, module: str) -> list[str]:
        return sorted({site.activity_type for site in self.sites(module)})

    def assessments(self, module: str) -> list[Assessment]:
        """With unrounded counts in `counts`, which only `measures` may read."""
        return [one for found in self._presentations(module).values() for one in found.assessments]

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Run SQL on this thread's cursor. For `measures` only: the rows are unrounded."""
        return self._process().cursor().execute(sql).fetchall()

    def folder_of(self, info: DatasetInfo) -> Path:
        return publishing.set_dir(self.data_dir, info.set_name) / info.version

    def _presentations(self, module: str) -> dict[str, PresentationData]:
        catalogue = self.catalogue_for(module)
        return catalogue.modules[module] if catalogue else {}

    def _catalogues(self) -> Iterator[Catalogue]:
        root = publishing.analytics_dir(self.data_dir)
        for folder in sorted(root.iterdir()) if root.is_dir() else ():
            version = publishing.current_version(folder)
            catalogue = self._catalogue(folder, version) if version else None
            if catalogue:
                yield catalogue

    def _catalogue(self, folder: Path, version: str) -> Catalogue | None:
        """Read once per version. Two threads may both read it; the answers are equal."""
        process, path = self._process(), folder / version
        if path not in process.catalogues:
            manifest = publishing.read_manifest(folder, version)
            if manifest is None:
                return None
            info = DatasetInfo(manifest.set_name, version, manifest.source, manifest.attribution, manifest.imported_at)
            try:
                read = read_catalogue(info, path, self.query)
            except (duckdb.Error, OSError, ValueError, KeyError, TypeError):
                log.exception("the dataset in %s cannot be read", path)
                return None
            with process.lock:
                for other in [known for known in process.catalogues if known.parent == folder]:
                    del process.catalogues[other]
                process.catalogues[path] = read
            return read
        return process.catalogues.get(path) or self._catalogue(folder, version)

    def _process(self) -> _Process:
        if self._own.pid != os.getpid():
            self._own = _Process()
        return self._own
