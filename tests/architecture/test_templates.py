"""Every template compiles, keeps the security policy, and stays small enough to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from tests.architecture.source import project_files, short

LONGEST_PAGE = 120
LONGEST_FRAGMENT = 60

#: What the Content-Security-Policy refuses: code or looks inside the page.
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<script(?![^>]*\bsrc=)[^>]*>|\shx-on|\shx-vals=[\"']js:",
    re.IGNORECASE,
)


def templates() -> Iterator[Path]:
    return (path for path in project_files() if "templates" in path.parts and path.suffix in {".html", ".txt", ".svg"})


def pages() -> Iterator[Path]:
    """What a browser is shown. Mail has no such policy, and mail programs know no style sheets."""
    return (path for path in templates() if path.suffix == ".html" and "emails" not in path.parts)


def test_every_template_compiles(site: Flask) -> None:
    names = site.jinja_env.list_templates(extensions=["html", "txt", "svg", "xml"])
    assert names
    for name in names:
        site.jinja_env.get_template(name)


def test_every_template_is_found_by_the_site(site: Flask) -> None:
    """A file in a folder that no blueprint knows would never be shown, nor compiled by the test above."""
    known = set(site.jinja_env.list_templates())
    lost = [short(path) for path in templates() if path.as_posix().split("/templates/", maxsplit=1)[-1] not in known]
    assert lost == []


def test_no_page_carries_code_or_style() -> None:
    found = [
        f"{short(path)}:{number} {line.strip()[:100]}"
        for path in pages()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if INLINE.search(re.sub(r"\{#.*?#\}", "", line))
    ]
    assert found == []


def test_templates_are_short() -> None:
    long = []
    for path in templates():
        length = len(path.read_text(encoding="utf-8").splitlines())
        if length > (LONGEST_FRAGMENT if path.name.startswith("_") else LONGEST_PAGE):
            long.append(f"{short(path)}: {length}")
    assert long == []
