"""A language that shows what was forgotten: each word of the interface stands in it with every letter changed, so what is
still in plain letters was never asked for in a catalogue. It has three plurals, and puts values in another order.
"""

from __future__ import annotations

import functools
import re

from app.core.language.spoken import Language

TAG = "x-pseudo"
_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀćđéƒǵĥíĵķĺḿńóṕɋŕśťúṽẃẍýźÁɃĆĐÉƑǴĤÍĴĶĹḾŃÓṔɊŔŚŤÚṼẂẌÝŹ",
)
#: Values, tags and entities are no words.
_NOT_WORDS = re.compile(r"(%\(\w+\)s|%%|<[^>]*>|&#?\w+;)")


@functools.cache
def changed(words: str) -> str:
    """The words in other letters, which nothing of ours and nothing of the demo is written in."""
    return "".join(part if at % 2 else part.translate(_LETTERS) for at, part in enumerate(_NOT_WORDS.split(words)))


def _plural_of(count: int) -> int:
    return 0 if count == 1 else 1 if count == 2 else 2


def _plural(one: str, many: str, count: int) -> str:
    return changed(one if count == 1 else many)


PSEUDO = Language(TAG, changed, lambda _context, words: changed(words), _plural, _plural_of, (1, 2, 0))
