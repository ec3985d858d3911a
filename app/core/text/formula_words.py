r"""A formula in plain words, for where nothing sets it: a line in a list, the inbox, a letter, what search shows.

`\(\frac{1}{2}x^{2}\)` is read there as 1/2x². What has no sign of its own is named by its command; nothing is
guessed, and what stood in the formula stays in the words. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from html import escape, unescape

from app.core.text.mathematics import DEEPEST_FORMULA, LONGEST_FORMULA

_FORMULA = re.compile(r"\\\((?P<line>.+?)\\\)|\\\[(?P<own>.+?)\\\]|\\(?:ce|pu)\{(?P<bare>[^{}]*)\}", re.DOTALL)
_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|.", re.DOTALL)
_GREEK = re.compile("[\u0391-\u03c9]")

#: alpha and Alpha, by the names that they have in Unicode. TeX's names are the same but for one.
_LETTERS = {
    (words[3].lower() if words[1] == "SMALL" else words[3].capitalize()): letter
    for letter in map(chr, range(0x391, 0x3CA))
    if len(words := unicodedata.name(letter, "").split()) == 4
}
_SIGNS = _LETTERS | {
    "lambda": "λ", "Lambda": "Λ", "varepsilon": "ε", "varphi": "φ", "vartheta": "θ",
    "times": "×", "cdot": "·", "div": "÷", "pm": "±", "mp": "∓", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥",
    "ne": "≠", "neq": "≠", "approx": "≈", "equiv": "≡", "sim": "~", "propto": "∝", "infty": "∞", "int": "∫",
    "oint": "∮", "sum": "∑", "prod": "∏", "partial": "∂", "nabla": "∇", "in": "∈", "notin": "∉", "subset": "⊂",
    "cup": "∪", "cap": "∩", "forall": "∀", "exists": "∃", "neg": "¬", "land": "∧", "lor": "∨", "to": "→",
    "rightarrow": "→", "longrightarrow": "→", "leftarrow": "←", "Rightarrow": "⇒", "implies": "⇒", "iff": "⇔",
    "leftrightarrow": "↔", "rightleftharpoons": "⇌", "mapsto": "↦", "degree": "°", "circ": "°", "ldots": "…",
    "dots": "…", "cdots": "…", "prime": "′", "angle": "∠", "mid": "|", "ll": "≪", "gg": "≫", "hbar": "ħ",
}  # fmt: skip
#: How things are set, and not what they say.
_SILENT = frozenset({
    "left", "right", "big", "Big", "bigg", "Bigg", "displaystyle", "textstyle", "limits", "nolimits", "mathrm",
    "mathbf", "mathit", "mathsf", "mathbb", "mathcal", "boldsymbol", "bm", "operatorname", "text", "textbf",
    "textit", "textrm", "overline", "underline", "vec", "hat", "bar", "tilde", "dot", "ddot", "widehat",
    "overrightarrow", "boxed", "ce", "pu", "mathord", "cancel",
})  # fmt: skip
_SPACES = {"\\,": " ", "\\;": " ", "\\:": " ", "\\ ": " ", "\\!": "", "\\\\": "; ", "quad": " ", "qquad": " "}
#: "(" and ")" above and below the line exist as well, and are harder to read than a caret.
_RAISED = str.maketrans("0123456789+-−n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻ⁿ")
_LOWERED = str.maketrans("0123456789+-−", "₀₁₂₃₄₅₆₇₈₉₊₋₋")


def in_words(text: str) -> str:
    r"""Plain text whose formulas, between `\( \)` or `\[ \]` or bare `\ce{}`, are words; the rest is as it was."""
    return _FORMULA.sub(_said, text) if "\\" in text else text


def html_in_words(html: str) -> str:
    """The same for HTML, in which the signs of a formula may be written as entities."""
    return _FORMULA.sub(lambda found: escape(_said(found, unescape), quote=False), html) if "\\" in html else html


def with_names(text: str) -> str:
    """The text with the names of its Greek letters behind it: "sigma" finds what shows σ."""
    letters = sorted(set(_GREEK.findall(text)))
    names = [unicodedata.name(each, "").rsplit(" ", 1)[-1].lower().replace("lamda", "lambda") for each in letters]
    return " ".join([text, *names]) if names else text


def _said(found: re.Match[str], read: object = None) -> str:
    tex = next(part for part in found.groups() if part is not None)
    if callable(read):
        tex = str(read(tex))
    if found["bare"] is not None:
        return _chemistry(tex)
    if len(tex) > LONGEST_FORMULA or _is_too_deep(tex):
        return tex  # as its page shows it
    return " ".join(_row(deque(_TOKEN.findall(tex)), 0).split())


def _is_too_deep(tex: str) -> bool:
    depth = 0
    for brace in re.findall(r"\\.|[{}]", tex):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth > DEEPEST_FORMULA:
            return True
    return False


def _row(rest: deque[str], depth: int) -> str:
    """What stands up to the brace that closes this level, or to the end."""
    said: list[str] = []
    while rest:
        sign = rest.popleft()
        if sign == "}":
            break
        piece = _piece(sign, rest, depth)
        # Two words that no sign parts would be read as one.
        if said and said[-1][-1:].isalpha() and len(said[-1]) > 1 and piece[:1].isalnum() and sign.startswith("\\"):
            said.append(" ")
        said.append(piece)
    return "".join(said)


def _piece(sign: str, rest: deque[str], depth: int) -> str:
    if sign == "{":
        return _row(rest, depth + 1)
    if sign in "^_":
        return _shifted(_argument(rest, depth), _RAISED if sign == "^" else _LOWERED, sign)
    if sign == "&":
        return " "
    if not sign.startswith("\\"):
        return sign
    name = sign[1:].rstrip("*")
    if name.endswith("frac"):
        above, below = _argument(rest, depth), _argument(rest, depth)
        return f"{_together(above)}/{_together(below)}"
    if name == "sqrt":
        return f"√{_together(_argument(rest, depth))}"
    return _command(sign, name, rest, depth)


def _command(sign: str, name: str, rest: deque[str], depth: int) -> str:
    if name in {"begin", "end"}:
        _argument(rest, depth)  # the name of an environment
        return " "
    if sign in _SPACES or name in _SPACES:
        return _SPACES.get(sign, _SPACES.get(name, " "))
    if name == "ce":
        return _chemistry(_argument(rest, depth))
    if name in _SILENT:
        return _argument(rest, depth) if rest and rest[0] == "{" else ""
    if name in _LETTERS and len(rest) > 1 and rest[0] == " " and rest[1].isalnum():
        rest.popleft()  # it ends the command, and is no space
    # \sin is read as sin; \% and \{ are the rest that they stand for.
    return _SIGNS.get(name, f"{name} " if name.isalpha() else name)


def _argument(rest: deque[str], depth: int) -> str:
    """What a command is given: a group in braces, or the next sign."""
    while rest and rest[0].isspace():
        rest.popleft()
    if not rest or rest[0] == "}" or depth > 3 * DEEPEST_FORMULA:
        return ""
    return _piece(rest.popleft(), rest, depth + 1).strip()


def _together(said: str) -> str:
    return said if len(said) < 2 or said.isalnum() else f"({said})"


def _shifted(said: str, signs: dict[int, int], mark: str) -> str:
    if said == "°" and mark == "^":
        return said
    if said and all(ord(each) in signs for each in said):
        return said.translate(signs)
    return f"{mark}{_together(said)}" if said else ""


def _chemistry(tex: str) -> str:
    return tex.replace("<=>", "⇌").replace("<-", "←").replace("->", "→")
