"""Small files, short functions: when one of these fails, look for the missing noun."""

from __future__ import annotations

import ast
import statistics
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import ROOT, Function, Part, classes, functions, is_in, python_files, short, tree_of

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGEST_VIEW = 20
LONGEST_CLASS = 200
NINETIETH_PERCENTILE = 22
#: Modules beside a folder's rooms.
WIDEST_FOLDER = 14

ROUTE_DECORATORS = frozenset({"route", "get", "post", "put", "patch", "delete"})
ROOT_MODULES = ("config.py", "setting_rules.py", "wsgi.py", "gunicorn.conf.py", "log_lines.py", "whole_requests.py")
OURS = ("app", "scripts", "tests", *ROOT_MODULES)


def test_no_file_is_too_long() -> None:
    lengths = {short(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files(*OURS)}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_no_folder_is_too_wide() -> None:
    """A feature that grows gets rooms by noun, and not another file beside fourteen."""
    modules = Counter(short(path.parent) for path in python_files("app"))
    assert {folder: held for folder, held in modules.items() if held > WIDEST_FOLDER} == {}


def test_no_function_is_too_long() -> None:
    assert [f"{part}: {part.length}" for part in all_functions() if part.length > LONGEST_FUNCTION] == []


def test_most_functions_are_short() -> None:
    lengths = [part.length for path in python_files("app") for part in functions(path)]
    assert statistics.quantiles(lengths, n=10)[-1] <= NINETIETH_PERCENTILE


def test_no_view_is_too_long() -> None:
    views = [part for path in python_files("app") for part in functions(path) if is_view(part)]
    assert [f"{part}: {part.length}" for part in views if part.length > LONGEST_VIEW] == []


def test_no_class_is_too_long() -> None:
    parts = [part for path in python_files(*OURS) for part in classes(path)]
    assert [f"{part}: {part.length}" for part in parts if part.length > LONGEST_CLASS] == []


def test_imports_stand_at_the_top_of_the_file() -> None:
    allowed = ("cli", "wiring")
    paths = [path for path in python_files("app") if not any(is_in(path, kind) for kind in allowed)]
    assert [each for path in paths for each in hidden_imports(path)] == []


def test_no_module_is_named_for_what_it_is_not() -> None:
    forbidden = {"utils.py", "util.py", "helpers.py", "misc.py", "common.py"}
    assert [short(path) for path in python_files(*OURS) if path.name in forbidden] == []


def test_a_features_init_holds_only_a_docstring() -> None:
    inits = [path for path in (ROOT / "app").glob("*/__init__.py") if path.parent.name not in {"core", "web"}]
    assert [short(path) for path in inits if not holds_only_a_docstring(path)] == []


def all_functions() -> Iterator[Part]:
    return (part for path in python_files(*OURS) for part in functions(path))


def is_view(part: Part) -> bool:
    """A function in a views module that is bound to a URL."""
    if not isinstance(part.node, Function) or not is_in(part.path, "views"):
        return False
    calls = [each.func for each in part.node.decorator_list if isinstance(each, ast.Call)]
    return any(isinstance(each, ast.Attribute) and each.attr in ROUTE_DECORATORS for each in calls)


def hidden_imports(path: Path) -> Iterator[str]:
    for part in functions(path):
        for node in ast.walk(part.node):
            if isinstance(node, ast.Import | ast.ImportFrom):
                yield f"{short(path)}:{node.lineno}"


def holds_only_a_docstring(path: Path) -> bool:
    tree = tree_of(path)
    rest = [node for node in tree.body[1:] if not (isinstance(node, ast.ImportFrom) and node.module == "__future__")]
    return ast.get_docstring(tree) is not None and not rest
