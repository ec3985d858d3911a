"""One name per thing: whoever jumps to a class by its name arrives at one."""

from __future__ import annotations

from collections import defaultdict

from tests.architecture.source import classes, python_files, short

#: Each feature's table of rules has one, and they are always read as `Permission.…` of that feature.
SHARED = frozenset({"Permission", "Capability"})


def test_no_class_name_stands_twice() -> None:
    found = defaultdict(list)
    for path in python_files("app"):
        for part in classes(path):
            found[part.node.name].append(short(path))
    assert {name: paths for name, paths in found.items() if len(paths) > 1 and name not in SHARED} == {}
