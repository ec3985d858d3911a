"""What English words have in common: "bonding" and "bonds" share a stem. After M. F. Porter's rules of 1980. Pure."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a folded word; words that are not plain English letters are their own."""
    if len(word) < 3 or not (word.isascii() and word.isalpha()):
        return word
    word = _endings(_past(_plural(word)))
    for suffixes, least in ((_LONG, 1), (_MIDDLE, 1)):
        word = _replaced(word, suffixes, least)
    return _last(_bare(word))


def _shape(word: str) -> str:
    """Vowels as "a", all else as "b"; y is a vowel after a consonant."""
    shape = ""
    for at, letter in enumerate(word):
        vowel = letter in "aeiou" or (letter == "y" and at > 0 and shape[-1] == "b")
        shape += "a" if vowel else "b"
    return shape


def _size(word: str) -> int:
    """How often vowels are followed by consonants in it."""
    return len(re.findall("a+b+", _shape(word)))


def _doubled(word: str) -> bool:
    return len(word) > 1 and word[-1] == word[-2] and _shape(word)[-1] == "b"


def _short(word: str) -> bool:
    """It ends like hop: consonant, vowel, consonant, and the last is none of w, x, y."""
    return _shape(word)[-3:] == "bab" and word[-1] not in "wxy"


def _plural(word: str) -> str:
    if word.endswith(("sses", "ies")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _past(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _size(word[:-3]) else word
    for suffix in ("ed", "ing"):
        root = word.removesuffix(suffix)
        if root != word and "a" in _shape(root):
            return _mended(root)
    return word


def _mended(root: str) -> str:
    if root.endswith(("at", "bl", "iz")):
        return root + "e"
    if _doubled(root) and root[-1] not in "lsz":
        return root[:-1]
    return root + "e" if _size(root) == 1 and _short(root) else root


def _endings(word: str) -> str:
    return word[:-1] + "i" if word.endswith("y") and "a" in _shape(word[:-1]) else word


_LONG = {
    "ational": "ate", "ization": "ize", "isation": "ise", "iveness": "ive", "fulness": "ful", "ousness": "ous",
    "tional": "tion", "biliti": "ble", "entli": "ent", "ousli": "ous", "ation": "ate", "alism": "al", "aliti": "al",
    "iviti": "ive", "enci": "ence", "anci": "ance", "izer": "ize", "iser": "ise", "abli": "able", "alli": "al",
    "ator": "ate", "eli": "e",
}  # fmt: skip
_MIDDLE = {
    "icate": "ic", "ative": "", "alize": "al", "alise": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": "",
}  # fmt: skip
_BARE = (
    "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize", "ise",
    "ion", "al", "er", "ic", "ou",
)  # fmt: skip


def _replaced(word: str, suffixes: dict[str, str], least: int) -> str:
    """The longest of these endings becomes another, if enough stands before it."""
    for suffix, other in suffixes.items():
        if word.endswith(suffix):
            root = word.removesuffix(suffix)
            return root + other if _size(root) >= least else word
    return word


def _bare(word: str) -> str:
    for suffix in _BARE:
        if word.endswith(suffix):
            root = word.removesuffix(suffix)
            return root if _size(root) > 1 and (suffix != "ion" or root.endswith(("s", "t"))) else word
    return word


def _last(word: str) -> str:
    root = word.removesuffix("e")
    if root != word and (_size(root) > 1 or (_size(root) == 1 and not _short(root))):
        word = root
    return word[:-1] if word.endswith("ll") and _size(word) > 1 else word
