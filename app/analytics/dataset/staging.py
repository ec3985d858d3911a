"""A scratch database for one import, in the work folder: it spills to disk instead of filling memory."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillRunning
from pathlib import Path
from typing import Any

import duckdb

from app.analytics.dataset.reading import literal

MEMORY_LIMIT = "1GB"
THREADS = 2
_POLL_SECONDS = 0.2

# Told of each table: its name, rows done so far, rows in all.
Progress = Callable[[str, int, int], None]


class Staging:
    """One connection that only the importer uses. The file dies with the work folder."""

    def __init__(self, work: Path) -> None:
        self._connection = duckdb.connect(str(work / "staging.duckdb"))
        self._connection.execute(f"SET threads={THREADS}")
        self._connection.execute(f"SET memory_limit='{MEMORY_LIMIT}'")
        self._connection.execute(f"SET temp_directory={literal(str(work / 'spill'))}")
        # Row order is restored by ORDER BY where a file needs it; keeping it everywhere costs memory.
        self._connection.execute("SET preserve_insertion_order=false")
        self._connection.execute("SET enable_progress_bar=true")
        self._connection.execute("SET enable_progress_bar_print=false")

    def close(self) -> None:
        self._connection.close()

    def run(self, sql: str) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql).fetchall()

    def run_watched(self, sql: str, watch: Callable[[float], None]) -> list[tuple[Any, ...]]:
        """Run, telling `watch` from time to time which share (0 to 1) is done."""
        with ThreadPoolExecutor(max_workers=1) as pool:
            running = pool.submit(self.run, sql)
            while True:
                try:
                    return running.result(timeout=_POLL_SECONDS)
                except StillRunning:
                    if running.done():
                        raise
                    watch(max(0.0, self._connection.query_progress()) / 100)

    def run_in_file_order(self, sql: str) -> list[tuple[Any, ...]]:
        """For questions about row numbers, which hold only on one thread with order preserved."""
        self._connection.execute("SET threads=1")
        self._connection.execute("SET preserve_insertion_order=true")
        try:
            return self.run(sql)
        finally:
            self._connection.execute("SET preserve_insertion_order=false")
            self._connection.execute(f"SET threads={THREADS}")
