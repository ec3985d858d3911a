"""The words of notices, read when they are shown or sent: as they stand then, with the reader's rights of that moment.

Each kind of notice has one reader function, in readers/. It is given notices of one person and gives words for those
whose subject that person may read, in a number of statements that does not grow with the number of notices.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from app.core.actor import Actor
from app.core.db import db
from app.core.language.spoken import lazy_gettext
from app.core.text.formula_words import in_words
from app.networks.models import LearningNetwork, Module
from app.notifications.models import Notice
from app.standing.loop import waits_in_words
from app.standing.queries import waits_of
from app.standing.waits import Kind

#: What repeats of a kind are called, where they are no changes.
_REPEATS = {"discussion": "posts", "joining": "requests"}


@dataclass(frozen=True)
class NoticeWords:
    title: str
    text: str = ""
    #: There is nothing left to do about it: the inbox shows it, and no letter does.
    over: bool = False


Reader = Callable[[Sequence[Notice], Actor], dict[int, NoticeWords]]
_readers: dict[str, Reader] = {}

#: For a notice whose subject is gone, or whose reader may not read it any more.
NO_LONGER = NoticeWords(lazy_gettext("Something that is gone, or that you can no longer read"))


def read_by(reader: Reader, *kinds: str) -> None:
    """Say who reads the words of these kinds of notice; saying it again changes nothing."""
    _readers.update(dict.fromkeys(kinds, reader))


def kinds() -> frozenset[str]:
    return frozenset(_readers)


def words_of(notices: Sequence[Notice], seen_by: Actor) -> dict[int, NoticeWords]:
    """Notice id → its words; without those that this person may not read."""
    by_kind: dict[str, list[Notice]] = defaultdict(list)
    for each in notices:
        by_kind[each.kind].append(each)
    found: dict[int, NoticeWords] = {}
    for kind, of_kind in by_kind.items():
        if (reader := _readers.get(kind)) is not None:
            found |= reader(of_kind, seen_by)
    return found


@dataclass(frozen=True)
class NoticeInWords:
    """A notice with its words, as pages and letters show it."""

    notice: Notice
    words: NoticeWords | None
    #: In letters: for whom its subject waits as the letter is written; "" for what waits for nobody.
    standing: str = ""

    @property
    def readable(self) -> bool:
        return self.words is not None

    # An inbox is read at a glance, and a letter by programs that set no formula.
    @property
    def title(self) -> str:
        return in_words((self.words or NO_LONGER).title)

    @property
    def text(self) -> str:
        return in_words((self.words or NO_LONGER).text)

    @property
    def over(self) -> bool:
        return self.words is not None and self.words.over

    @property
    def folded(self) -> bool:
        """Whether how often it happened is to be said beside its title, which says it itself for what is new on a list."""
        return self.notice.events > 1 and self.notice.kind not in {"topics", "issues"}

    @property
    def how_often(self) -> str:
        """What was folded into it, in words: 3 posts, 2 changes."""
        return f"{self.notice.events} {_REPEATS.get(self.notice.kind, 'changes')}"


def told(notices: Sequence[Notice], seen_by: Actor) -> list[NoticeInWords]:
    """Each notice with its words, in the same order."""
    words = words_of(notices, seen_by)
    return [NoticeInWords(each, words.get(each.id)) for each in notices]


#: What the subject of a notice is, as far as it can wait for somebody.
_STANDS: Mapping[str, Kind] = {
    "topic": Kind.TOPIC,
    "issue": Kind.ISSUE,
    "intervention": Kind.INTERVENTION,
    "action": Kind.ACTION,
    "due": Kind.ACTION,
    "draft": Kind.REPLY,
    "reply": Kind.REPLY,
}


def with_standing(shown: Sequence[NoticeInWords], seen_by: Actor) -> list[NoticeInWords]:
    """The same, each with where its subject stands now: the sentence that its page says. In a number of statements that does
    not grow with the number of notices.
    """
    ids: dict[Kind, set[int]] = defaultdict(set)
    for each in shown:
        if each.readable and each.notice.kind in _STANDS and each.notice.subject_id is not None:
            ids[_STANDS[each.notice.kind]].add(each.notice.subject_id)
    waits = {kind: waits_of(kind, these, seen_by=seen_by) for kind, these in ids.items()}
    said = (waits.get(_STANDS.get(each.notice.kind, Kind.CYCLE), {}).get(each.notice.subject_id or 0) for each in shown)
    return [
        replace(each, standing=waits_in_words(wait)) if wait else each for each, wait in zip(shown, said, strict=True)
    ]


def codes_of(shown: Sequence[NoticeInWords]) -> dict[int, str]:
    """Network id → module code, of the networks where these happened."""
    homes = {each.notice.network_id for each in shown if each.notice.network_id is not None}
    named = select(LearningNetwork.id, Module.code).join(Module, Module.id == LearningNetwork.module_id)
    return {row.id: row.code for row in db.session.execute(named.where(LearningNetwork.id.in_(homes)))}
