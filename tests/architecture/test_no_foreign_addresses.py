"""The project names no machine of its makers, and its pages load nothing from anybody else's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source import project_files, short

#: Folders of one person's machine. `/dev/…` and the like are the same everywhere.
MACHINE_PATHS = re.compile(r"(?<![\w.~/:-])/" + r"(?:root|work|home|Users|tmp|opt|mnt)" + r"/[\w.-]+")
INSTALLER_OPTIONS = re.compile(r"^\s*--(?:index-url|extra-index-url|find-links|trusted-host)|^\s*-[if] ", re.MULTILINE)
FOREIGN_LOADS = re.compile(r"""(?:src|href)\s*=\s*["']\s*(?:https?:)?//|url\(\s*["']?\s*(?:https?:)?//|@import\s""")
NOT_TEXT = {".bin", ".woff2", ".png", ".webp", ".jpg", ".ico", ".parquet", ".zip"}


def texts() -> Iterator[tuple[Path, str]]:
    for path in project_files():
        if path.suffix not in NOT_TEXT:
            yield path, path.read_text(encoding="utf-8")


def test_no_file_names_a_machine() -> None:
    found = [
        f"{short(path)}:{number} {line.strip()[:120]}"
        for path, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE_PATHS.search(line)
    ]
    assert found == []


def test_locks_name_no_place_to_download_from() -> None:
    """Whoever installs chooses the place; a lock says what, and its checksum."""
    locks = {"package-lock.json": '"resolved"', "requirements.txt": "://", "requirements-dev.txt": "://"}
    locks["requirements-model.txt"] = "://"
    assert [path.name for path, text in texts() if path.name in locks and locks[path.name] in text] == []


def test_requirement_files_say_what_and_not_where() -> None:
    found = [
        short(path) for path, text in texts() if path.name.startswith("requirements") and INSTALLER_OPTIONS.search(text)
    ]
    assert found == []


def test_every_requirement_is_pinned_with_checksums() -> None:
    for path, text in texts():
        if re.fullmatch(r"requirements(-dev|-model)?\.txt", path.name):
            entries = re.split(r"\n(?=\S)", text.strip())
            assert [
                entry.splitlines()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry
            ] == []


def test_pages_load_nothing_from_elsewhere() -> None:
    """A link may lead anywhere; what a page loads comes from the site itself."""
    found = [
        f"{short(path)}: {match.group()}"
        for path, text in texts()
        if path.suffix == ".css" or (path.suffix == ".html" and "emails" not in path.parts)
        for match in FOREIGN_LOADS.finditer(re.sub(r"<a\b[^>]*>", "", text))
    ]
    assert found == []
