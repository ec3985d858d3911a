"""Draws the house from its imports: the stack of features, and the rooms of each feature that has some.

`make docs` writes the drawings to docs/images/house; a test fails when one is out of date. An arrow says that one imports
the other: they all point downwards, or the contracts in `.importlinter` are broken.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from graphlib import TopologicalSorter
from html import escape
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "images" / "house"

#: Everybody imports these floors; arrows to them would say nothing.
GROUND = frozenset({"core", "web", "accounts", "networks"})

# In the units of the drawing, which are pixels at its natural size.
WIDTH, ROW = 790, 34
#: Where the names begin; the arrows are left of them, what a box is for right of them.
NAMES, WORDS = 190, 310
#: As many letters of words as stand beside a name.
LONGEST = 66

STYLE = (
    "text{font:14px system-ui,sans-serif;fill:#333}.n{font-weight:600}path{fill:none;stroke:#b06030;stroke-opacity:.6}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}path{stroke:#e0a070}}"
)

Edges = set[tuple[str, str]]


@dataclass(frozen=True)
class Drawing:
    """A line for each box from the top downwards, with what it is for, and which of them import which."""

    title: str
    folder: Path
    names: list[str]
    edges: Edges

    def svg(self) -> str:
        height = ROW * len(self.names) + 12
        at = {name: 26 + row * ROW for row, name in enumerate(self.names)}
        parts = [_arrow(at[one], at[other]) for one, other in sorted(self.edges)]
        parts += [_line(name, self._words(name), at[name]) for name in self.names]
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
            f'role="img">\n<title>{escape(self.title)}</title>\n<style>{STYLE}</style>\n'
            + "\n".join(parts)
            + "\n</svg>\n"
        )

    def _words(self, name: str) -> str:
        """What its package says of itself, as much of it as fits on the line."""
        said = ast.get_docstring(ast.parse((self.folder / name / "__init__.py").read_text(encoding="utf-8"))) or ""
        sentence = " ".join(said.split()).split(". ")[0].rstrip(".")
        if len(sentence) <= LONGEST:
            return sentence
        ends = [match.start() for match in re.finditer(r"[,;:] ", sentence[:LONGEST])]
        return sentence[: ends[-1]] if ends else sentence[:LONGEST].rsplit(" ", 1)[0] + " …"


def drawings() -> dict[str, str]:
    """Each drawing's file name and text."""
    graph = grimp.build_graph("app", cache_dir=None)
    imports = [
        (one, other) for one in graph.modules for other in graph.find_modules_directly_imported_by(one) if "." in other
    ]
    found = {"stack.svg": _stack(imports)}
    for feature in sorted({name for row in floors() for name in row}):
        rooms = sorted(each.name for each in (ROOT / "app" / feature).iterdir() if (each / "__init__.py").exists())
        if len(set(rooms) - KINDS) > 1:
            found[f"{feature}.svg"] = _rooms(feature, imports)
    return {name: drawing.svg() for name, drawing in found.items()}


#: The files that every feature has under the same names are no rooms.
KINDS = frozenset({"models", "services", "queries", "views", "forms", "listeners", "templates", "content"})


def floors() -> list[list[str]]:
    """The stack as the contract has it, the top first."""
    contract = (ROOT / ".importlinter").read_text(encoding="utf-8")
    layers = contract.split("[importlinter:contract:stack]")[1].split("layers =")[1].split("exhaustive")[0]
    rows = [re.findall(r"\w+", line) for line in layers.strip().splitlines()]
    there = [[name for name in row if (ROOT / "app" / name).is_dir()] for row in rows]
    return [row for row in there if row]


def _stack(imports: list[tuple[str, str]]) -> Drawing:
    names = [name for row in floors() for name in row]
    edges = {(_part(one, 1), _part(other, 1)) for one, other in imports}
    kept = {(one, other) for one, other in edges if one != other and {one, other} <= set(names) and other not in GROUND}
    title = "The stack: who imports whom. Everybody may import networks, accounts, web and core."
    return Drawing(title, ROOT / "app", names, kept)


def _rooms(feature: str, imports: list[tuple[str, str]]) -> Drawing:
    """The packages of a feature, each above all that it imports."""
    folder = ROOT / "app" / feature
    rooms = {each.name for each in folder.iterdir() if (each / "__init__.py").exists()}
    inside = [(one, other) for one, other in imports if _part(one, 1) == _part(other, 1) == feature]
    edges = {(_part(one, 2), _part(other, 2)) for one, other in inside}
    between = {(one, other) for one, other in edges if one != other and {one, other} <= rooms}
    return Drawing(f"The rooms of {feature}: who imports whom.", folder, _downwards(rooms, between), between)


def _downwards(names: set[str], edges: Edges) -> list[str]:
    """In an order in which every arrow points downwards."""
    order = TopologicalSorter({name: sorted(one for one, other in edges if other == name) for name in sorted(names)})
    return list(order.static_order())


def _part(module: str, at: int) -> str:
    parts = module.split(".")
    return parts[at] if len(parts) > at else ""


def _line(name: str, words: str, y: int) -> str:
    return f'<text class="n" x="{NAMES}" y="{y}">{escape(name)}</text><text x="{WORDS}" y="{y}">{escape(words)}</text>'


def _arrow(begin: int, end: int) -> str:
    """From the importing line down to the imported one; the further, the more it bows out."""
    x, bow = NAMES - 8, min(170, 14 + (end - begin) // 2)
    return f'<path d="M{x} {begin - 3}C{x - bow} {begin - 3} {x - bow} {end - 6} {x} {end - 6}"/>'


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in drawings().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
        print(f"docs/images/house/{name}")


if __name__ == "__main__":
    main()
