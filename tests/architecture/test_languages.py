"""What keeps the languages apart and whole: nothing with words in it is kept across them, and every word is in the catalogue."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask

from app.core.language.spoken import ENGLISH
from app.web.serving.site import Site
from scripts import translations
from tests.architecture.source import python_files, short

#: What gives no words: statements and patterns.
WORDLESS = ("Select", "CompoundSelect", "Insert", "Executable", "Pattern", "Counter", "frozenset")
#: Other results that are kept for all languages together, and why they may be.
WHY_ONE_FOR_ALL = {
    "app/administration/site_settings/versions.py:own_version": "a number",
    "app/analytics/demo/figures.py": "rows of the demo",
    "app/analytics/measures/caching.py:_key": "a digest",
    "app/core/language/catalogues.py:language": "the languages themselves",
    "app/core/language/kept.py:ask": "where languages are kept apart",
    "app/core/text/markdown.py:_cleaner_settings": "names of tags",
    "app/notifications/jobs.py:owe_asked_mail": "what was settled, for one run",
    "app/search/asking/excerpts.py": "somebody's own words, with marks in them",
    "app/search/indexes/language.py": "stems of people's words",
    "app/search/indexes/stemming.py": "stems of people's words",
    "app/similarity": "features of people's words",
    "app/standing/queries/waiting.py:all_rows": "a statement",
    "app/web/serving": "addresses and headers",
}


def test_what_holds_words_is_kept_by_language() -> None:
    """`functools.cache` on a drawing would serve the first reader's language to all: see app/core/language/kept.py."""
    found = [each for each in kept_for_all() if not any(each.startswith(known) for known in WHY_ONE_FOR_ALL)]
    assert found == []


def test_each_exception_is_still_there() -> None:
    kept = list(kept_for_all())
    assert [known for known in WHY_ONE_FOR_ALL if not any(each.startswith(known) for each in kept)] == []


def kept_for_all() -> Iterator[str]:
    for path in python_files("app"):
        for place, use in uses_of_caches(ast.parse(path.read_text(encoding="utf-8"))):
            if not use.startswith(WORDLESS):
                yield f"{short(path)}:{place}"


def uses_of_caches(tree: ast.AST, inside: str = "") -> Iterator[tuple[str, str]]:
    """Where functools keeps results: the name of the function, and what it says it gives."""
    for node in ast.iter_child_nodes(tree):
        name = inside
        if isinstance(node, ast.FunctionDef):
            name = node.name
            if any(is_cache(each.func if isinstance(each, ast.Call) else each) for each in node.decorator_list):
                yield name, ast.unparse(node.returns).removeprefix("re.") if node.returns else ""
                continue
        elif isinstance(node, ast.Call) and (
            is_cache(node.func) or (isinstance(node.func, ast.Call) and is_cache(node.func.func))
        ):
            yield name, ""
            continue
        yield from uses_of_caches(node, name)


def is_cache(node: ast.AST) -> bool:
    return ast.unparse(node).removeprefix("functools.") in {"cache", "lru_cache"}


@pytest.fixture(scope="module")
def gathered() -> set[object]:
    return {message.id for message in translations.gathered() if message.id}


def test_every_word_that_a_template_asks_for_is_gathered(site: Flask, gathered: set[object]) -> None:
    """What is extracted and what is asked for can differ, silently: by spaces, for one."""
    asked: set[object] = set()

    def note(message: str) -> str:
        asked.add(message)
        return message

    def note_plural(one: str, many: str, _count: int) -> str:
        asked.add((one, many))
        return many

    listening = replace(
        ENGLISH, tag="x-listening", gettext=note, pgettext=lambda _, message: note(message), ngettext=note_plural
    )
    assert isinstance(site, Site)
    templates = site.jinja_env.in_language(listening)
    for name in templates.list_templates(extensions=["html", "txt"]):
        assert templates.loader is not None
        templates.compile(templates.loader.get_source(templates, name)[0], name)
    assert asked
    assert asked - gathered == set()


def test_words_have_values_by_name(gathered: set[object]) -> None:
    """A translator may have to put them in another order; `{}` and `%s` have none."""
    said = [each for message in gathered for each in (message if isinstance(message, tuple) else (message,))]
    assert [each for each in said if isinstance(each, str) and ("%s" in each or "{}" in each)] == []
