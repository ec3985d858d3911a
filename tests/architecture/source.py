"""The project's files as these tests read them: the code as syntax trees, the rest as lines."""

from __future__ import annotations

import ast
import functools
import io
import subprocess
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
Function = ast.FunctionDef | ast.AsyncFunctionDef
IGNORED_TOKENS = frozenset(
    {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
)


@functools.cache
def project_files() -> tuple[Path, ...]:
    """Every file that is, or by the next commit would be, part of the project."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(sorted(ROOT / name for name in listed.splitlines() if (ROOT / name).is_file()))


def python_files(*tops: str) -> list[Path]:
    """The Python files under these top-level names; migrations are Alembic's to write."""
    return [each for each in project_files() if each.suffix == ".py" and _top(each) in tops]


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _top(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@functools.cache
def code_lines(path: Path) -> frozenset[int]:
    """The numbers of the lines that hold code: not blank, not only a comment, not a docstring."""
    numbers: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline):
        if token.type not in IGNORED_TOKENS:
            numbers.update(range(token.start[0], token.end[0] + 1))
    return frozenset(numbers - set(_docstring_lines(tree_of(path))))


def _docstring_lines(tree: ast.Module) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | Function) and ast.get_docstring(node, clean=False) is not None:
            yield from range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1)


@dataclass(frozen=True)
class Part:
    """An outermost function, a method or a class, and where it stands."""

    path: Path
    node: Function | ast.ClassDef

    @property
    def length(self) -> int:
        """Its lines of code, the `def` line included and its decorators not."""
        span = range(self.node.lineno, (self.node.end_lineno or self.node.lineno) + 1)
        return len(code_lines(self.path).intersection(span))

    def __str__(self) -> str:
        return f"{short(self.path)}:{self.node.lineno} {self.node.name}"


def functions(path: Path) -> Iterator[Part]:
    """Outermost functions and methods; a function inside another counts as part of it."""

    def walk(body: list[ast.stmt]) -> Iterator[Part]:
        for node in body:
            if isinstance(node, Function):
                yield Part(path, node)
            elif isinstance(node, ast.ClassDef | ast.If | ast.Try | ast.With):
                yield from walk(node.body)

    yield from walk(tree_of(path).body)


def classes(path: Path) -> Iterator[Part]:
    for node in tree_of(path).body:
        if isinstance(node, ast.ClassDef):
            yield Part(path, node)


def is_in(path: Path, kind: str) -> bool:
    """Whether the file is a module of this name, or lies in a package of this name, in a feature or in a room of one."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return len(parts) >= 3 and parts[0] == "app" and kind in parts[2:]


def called_name(call: ast.Call) -> str:
    """The last word of what is called: `require` for both `require(…)` and `permissions.require(…)`."""
    target = call.func
    if isinstance(target, ast.Attribute):
        return target.attr
    return target.id if isinstance(target, ast.Name) else ""


def calls_in(node: ast.AST) -> Iterator[ast.Call]:
    return (each for each in ast.walk(node) if isinstance(each, ast.Call))
