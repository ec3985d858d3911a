"""What people type is asked in one place whether it says anything: app/core/text/signs.py."""

from __future__ import annotations

import ast

from tests.architecture.source import is_in, python_files, short, tree_of


def test_services_keep_and_ask_what_was_stated() -> None:
    """`strip()` knows spaces alone: a title of fillers or of soft hyphens would pass."""
    found = [
        f"{short(path)}:{node.lineno}"
        for path in python_files("app")
        if is_in(path, "services") or path.name == "services.py"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "strip"
        # A line of a text that is kept already.
        if not (short(path).endswith("workshops/services/tray.py"))
    ]
    assert found == []


def test_one_file_lists_the_signs_that_nobody_sees() -> None:
    lists = ("u00ad", "u200b", "u2060", "u3164", "u2800", '"Cf"', "Default_Ignorable", "White_Space")
    files = {
        short(path) for path in python_files("app") if any(each in path.read_text(encoding="utf-8") for each in lists)
    }
    # The excerpts take them into a word as it stands in a text, by the same property.
    assert files == {"app/core/text/signs.py", "app/search/asking/excerpts.py"}
