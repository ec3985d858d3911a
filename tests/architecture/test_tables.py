"""Every table that a person can download is written by one writer, which spreadsheets can open without running it."""

from __future__ import annotations

import ast

from tests.architecture.source import python_files, short, tree_of

WRITERS = {
    "app/core/documents/spreadsheet.py": "the writer",
    "app/analytics/demo/generate.py": "files of the invented data set, in the format of the original",
    "app/analytics/dataset/pseudonyms.py": "numbers for the import's scratch database, gone with its work folder",
}


def test_nothing_goes_past_the_shared_writer() -> None:
    found = {
        short(path)
        for path in python_files("app")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute)
        and node.attr in {"writer", "DictWriter"}
        and isinstance(node.value, ast.Name)
        and node.value.id == "csv"
    }
    assert found == set(WRITERS)
