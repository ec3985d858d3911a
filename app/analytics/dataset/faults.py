"""Why an import stopped, in a sentence that says which file, which row and what to mend."""

from __future__ import annotations

from app.core.errors import Conflict, Invalid


class DatasetFault(Invalid):
    """The files cannot be taken in. Nothing was changed; the previous dataset goes on serving.

    `row` counts as a spreadsheet does: in CSV the header is row 1, in Parquet the first row is 1.
    """

    def __init__(self, reason: str, *, file: str = "", row: int | None = None) -> None:
        where = file if row is None else f"{file}, row {row}"
        super().__init__(f"{where}: {reason}" if where else reason)
        self.file = file
        self.row = row
        self.reason = reason


class ImportBusy(Conflict):
    """Another import is running. One at a time, since each needs the machine's memory."""

    def __init__(self) -> None:
        super().__init__("Another import is running. Try again when it has finished.")
