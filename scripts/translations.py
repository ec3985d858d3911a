"""Catalogues of the interface's words: `make messages` gathers the words, `make language TAG=cy` begins a language, brings
one up to date and checks it, `make translations` compiles what there is.

What is translated lies in app/translations: a folder for each language with a catalogue for people (`messages.po`) and what
is made of it for the site (`messages.mo`). English has none: it is what is written in the code.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "app" / "translations"

#: What is read, and how: a template by Jinja with the same habits as the site has (app/web/serving/templates.py).
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2"), ("**/templates/**.txt", "jinja2")]
HABITS = {"**/templates/**": {"trimmed": "true", "newstyle_gettext": "true", "silent": "false", "trim_blocks": "true"}}
#: What the code calls, and which of the arguments are words.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}

_VALUE = re.compile(r"%\((\w+)\)s|%%")
_TAG = re.compile(r"</?(\w+)")


def gathered() -> Catalog:
    """Every word of the interface, with where it stands."""
    catalogue = _empty(None)
    options = {pattern: HABITS["**/templates/**"] for pattern, how in METHODS if how == "jinja2"}
    found = extract_from_dir(
        str(ROOT / "app"), METHODS, options, KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for file, _line, message, comments, context in found:
        # The line would change with each edit; the file is enough to find it.
        catalogue.add(message, locations=[(f"app/{file}", 0)], auto_comments=comments, context=context or None)
    return catalogue


def _empty(locale: Locale | None) -> Catalog:
    head = "# The words of the interface. See docs/how-to/translate-the-interface.md."
    return Catalog(locale=locale, header_comment=head, project="Learning networks", version="", fuzzy=False)


def catalogue_of(tag: str) -> Path:
    """The file that people translate."""
    return FOLDER / str(Locale.parse(tag, sep="-")) / "LC_MESSAGES" / "messages.po"


def update(tag: str) -> Catalog:
    """The catalogue of this language with the words of today: new ones are empty, and what is not said any more goes."""
    file = catalogue_of(tag)
    file.parent.mkdir(parents=True, exist_ok=True)
    catalogue = read(file, tag) if file.exists() else _empty(Locale.parse(tag, sep="-"))
    catalogue.update(gathered(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    with file.open("wb") as out:
        write_po(out, catalogue, width=120, sort_output=True, include_lineno=False)
    return catalogue


def read(file: Path, tag: str) -> Catalog:
    with file.open("rb") as source:
        return read_po(source, locale=Locale.parse(tag, sep="-"))


def faults(catalogue: Catalog) -> Iterator[str]:
    """What would show badly: a value or a tag that is lost or made up, a plural that is missing, a guess."""
    for message in catalogue:
        if message.id and message.string:
            said = message.id if isinstance(message.id, str) else message.id[-1]
            if message.fuzzy:
                yield f"“{said}” is a guess (fuzzy): confirm it, or take it out"
            yield from (f"“{said}”: {fault}" for fault in _faults_of(message, catalogue.num_plurals))


def _faults_of(message: Message, plurals: int) -> Iterator[str]:
    many = not isinstance(message.id, str)
    written = [message.string] if isinstance(message.string, str) else list(message.string or ())
    if not any(written):
        return
    if many and (len(written) != plurals or not all(written)):
        yield f"{plurals} plurals are needed, {sum(map(bool, written))} are there"
    said = message.id[-1] if many else str(message.id)
    for each in filter(None, written):
        lost, made_up = _values(said) - _values(each), _values(each) - _values(said)
        # A plural for one or two may say the number in words.
        if (lost and not many) or made_up:
            yield f"values differ: {', '.join(sorted(lost | made_up))}"
        if sorted(_TAG.findall(each)) != sorted(_TAG.findall(said)):
            yield "tags differ"


def _values(words: str) -> set[str]:
    return {found[1] for found in _VALUE.finditer(words) if found[1]}


def compile_all() -> list[str]:
    """Write what the site reads, for each language; the tags."""
    files = sorted(FOLDER.glob("*/LC_MESSAGES/messages.po"))
    for file in files:
        with file.with_suffix(".mo").open("wb") as out:
            write_mo(out, read(file, file.parents[1].name.replace("_", "-")))
    return [file.parents[1].name for file in files]


def main(verb: str, tag: str = "") -> int:
    if verb == "gather":
        FOLDER.mkdir(exist_ok=True)
        with (FOLDER / "messages.pot").open("wb") as out:
            write_po(out, catalogue := gathered(), width=120, sort_output=True, include_lineno=False)
        print(f"{len(catalogue)} messages in {FOLDER / 'messages.pot'}")
    elif verb == "compile":
        print(f"Languages beside English: {', '.join(compile_all()) or 'none'}")
    elif verb == "language" and tag:
        catalogue = update(tag)
        open_ = sum(not message.string or not any(message.string) for message in catalogue if message.id)
        found = list(faults(catalogue))
        print("\n".join(found) or "Nothing is wrong with what is translated.")
        print(f"{open_} of {len(catalogue)} messages are not translated in {catalogue_of(tag)}")
        return 1 if found else 0
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
