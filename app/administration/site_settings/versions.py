"""Which software this is, as far as its folder tells."""

from __future__ import annotations

import platform
import tomllib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[3]
#: Those that a report of a fault should name.
_LIBRARIES = ("flask", "sqlalchemy", "werkzeug", "gunicorn", "duckdb", "cryptography", "huey")


@cache
def own_version() -> str:
    """This software's version, with the commit where its folder is a clone; as it was when the process first asked."""
    try:
        number = str(tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        number = "unknown"
    commit = _commit(_ROOT / ".git")
    return f"{number}, commit {commit[:12]}" if commit else number


def library_versions() -> list[tuple[str, str]]:
    """Python's, and the main libraries'."""
    found = [("Python", platform.python_version())]
    for name in _LIBRARIES:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            continue
    return found


def _commit(folder: Path) -> str:
    """Where a clone stands, read from its files: there may be no git on a server."""
    try:
        head = (folder / "HEAD").read_text(encoding="utf-8").strip()
        if not head.startswith("ref: "):
            return head
        name = head.removeprefix("ref: ")
        if (loose := folder / name).is_file():
            return loose.read_text(encoding="utf-8").strip()
        packed = (folder / "packed-refs").read_text(encoding="utf-8").splitlines()
        return next((line.split()[0] for line in packed if line.endswith(f" {name}")), "")
    except (OSError, UnicodeDecodeError):
        return ""
