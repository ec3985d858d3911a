"""The digest: what waits for a person and what is new to them, as both stand when it is sent.

It is put together from what is unread and what is owed, and from no list of what happened: what was read, taken away or done
before it leaves is not in it. What was written is told once, after the last digest and after their last visit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import select

from app.accounts.models import DigestFrequency, Person
from app.accounts.queries import last_visit
from app.core import clock, outbox
from app.core.actor import Actor
from app.core.db import db
from app.core.mail import Letter
from app.core.site.in_force import in_force
from app.core.text.formula_words import in_words
from app.core.text.words import isolated, plural, quoted
from app.forums.reading.queries import new_between
from app.forums.reading.rows import MOST, NewDiscussion
from app.forums.views.reading import link_to_news
from app.networks.queries import actor_of
from app.notifications.letters.notices import MAIL, codes, send, written
from app.notifications.letters.stopping import stop_url
from app.notifications.models import Notice
from app.notifications.policy import visible_notices
from app.notifications.reading import NoticeInWords, told, with_standing
from app.notifications.services import Stops
from app.web.page.panels import Waiting, collect, urgency

#: Outbox kind: write one person's digest and send it.
DIGEST_LETTER = "notifications.digest_letter"

#: More than so many lines are no digest; the rest is on the site.
MOST_LINES = 12
#: So far back looks the first digest of a person.
FURTHEST = timedelta(days=14)
#: What is due within this time is worth a letter of its own, though nothing is new.
DUE_SOON = timedelta(days=7)


#: When it comes, in words.
PACES = {
    DigestFrequency.DAILY: "every day",
    DigestFrequency.TWICE_WEEKLY: "on Tuesday and Friday",
    DigestFrequency.WEEKLY: "on Friday",
}


class Line(NamedTuple):
    """A discussion with something new, as the letter names it."""

    words: str
    url: str


@dataclass(frozen=True)
class Contents:
    """What there is to say, the most urgent and the newest first."""

    owed: Sequence[Waiting]
    told: Sequence[tuple[str, NoticeInWords]]
    discussions: Sequence[NewDiscussion]

    @property
    def lines(self) -> int:
        return len(self.owed) + self.new

    @property
    def new(self) -> int:
        return len(self.told) + len(self.discussions)

    def first(self, most: int) -> Contents:
        """What is owed before anything else, then what became of one's own, then what was said."""
        owed = self.owed[:most]
        moved = self.told[: most - len(owed)]
        return Contents(owed, moved, self.discussions[: most - len(owed) - len(moved)])

    def by_network(self) -> list[tuple[str, list[NoticeInWords], list[Line]]]:
        """Module code → what moved there, and what was said."""
        moved: dict[str, list[NoticeInWords]] = defaultdict(list)
        said: dict[str, list[Line]] = defaultdict(list)
        for code, each in self.told:
            moved[code].append(each)
        for row in self.discussions:
            said[row.code].append(_line(row))
        return [(code, moved.get(code, []), said.get(code, [])) for code in sorted({*moved, *said})]


def owe_digest(person_id: int, notice_ids: Sequence[int], slot: str, since: datetime | None, until: datetime) -> None:
    """One letter with these notices and with what was written in this time, as far as they are unread when it is sent."""
    key = f"digest-{person_id}-{slot}"
    payload: dict[str, Any] = {"key": key, "person": person_id, "notices": sorted(notice_ids)}
    payload |= {"since": since.isoformat() if since else None, "until": until.isoformat()}
    outbox.enqueue(DIGEST_LETTER, payload, once=MAIL + key)


def send_digest(payload: dict[str, Any]) -> None:
    """Outbox handler."""
    send(_digest, payload)


def _digest(payload: dict[str, Any]) -> Letter | None:
    seen_by = actor_of(payload["person"])
    if seen_by is None:
        return None
    reader = db.session.get_one(Person, payload["person"], populate_existing=True)
    if reader.mail_pace is DigestFrequency.OFF:
        return None
    since, until = _window(payload, seen_by)
    found = Contents(_owed(seen_by), _told(payload["notices"], seen_by), new_between(seen_by, since, until, MOST))
    if not found.new and not any(_speaks(each, since) for each in found.owed):
        return None
    shown = found.first(MOST_LINES)
    shown = replace(shown, told=_where_they_stand(shown.told, seen_by))
    words = {
        "owed": shown.owed,
        "groups": shown.by_network(),
        "more": found.lines - shown.lines,
        "pace_words": f"{PACES[reader.mail_pace]} at {reader.mail_hour:02}:00",
        "stop_url": stop_url(Stops.DIGESTS, reader.id),
    }
    return written(payload, reader, _subject(found), "digest", words, list_name="digest", stop_url=words["stop_url"])


def _line(row: NewDiscussion) -> Line:
    title = quoted(in_words(row.title)) if row.title else "A discussion"
    many = "1 new post" if row.news.posts == 1 else f"{row.news.words} new posts"
    latest = f", the latest by {isolated(row.last_by)}" if row.last_by else ""
    return Line(f"{title}: {many}{latest}", link_to_news(row.slug, row.number, row.news))


def _window(payload: dict[str, Any], seen_by: Actor) -> tuple[datetime, datetime]:
    """After the last digest and after their last visit, whichever was later: they saw then what there was."""
    until = datetime.fromisoformat(payload["until"]) if payload.get("until") else clock.now()
    since = datetime.fromisoformat(payload["since"]) if payload.get("since") else until - FURTHEST
    return max(since, last_visit(seen_by) or since), until


def _owed(seen_by: Actor) -> list[Waiting]:
    """What home says waits for them."""
    with current_app.test_request_context():  # the addresses are made as on a page
        return sorted(collect("home.waiting", actor=seen_by), key=urgency)


def _speaks(item: Waiting, since: datetime) -> bool:
    """Whether it is worth a letter by itself: it is new, or it is due. The same is not told week after week."""
    if item.due_on is not None and item.due_on <= clock.today() + DUE_SOON:
        return True
    return item.since is not None and item.since > since


def _told(notice_ids: Sequence[int], seen_by: Actor) -> list[tuple[str, NoticeInWords]]:
    """Those that are unread still and can be read today, the newest first, each with the code of its module."""
    mine = select(Notice).where(Notice.id.in_(notice_ids), visible_notices(seen_by), Notice.read_at.is_(None))
    rows = db.session.scalars(mine.order_by(Notice.created_at.desc(), Notice.id.desc())).all()
    shown = [each for each in told(rows, seen_by) if each.readable and not each.over]
    return list(zip(codes(shown), shown, strict=True))


def _where_they_stand(lines: Sequence[tuple[str, NoticeInWords]], seen_by: Actor) -> list[tuple[str, NoticeInWords]]:
    """The lines that are shown, each with the one sentence of what it is about."""
    stand = with_standing([each for _, each in lines], seen_by)
    return [(code, each) for (code, _), each in zip(lines, stand, strict=True)]


def _subject(found: Contents) -> str:
    new = sorted({code for code, _ in found.told} | {row.code for row in found.discussions})
    owed = sum({each.of_many or each.url: each.of for each in found.owed}.values())
    words = [f"{plural(owed, 'thing waits', 'things wait')} for you"] if owed else []
    if new:
        words.append(f"{plural(found.new, 'thing')} new in {_listed(new)}")
    return ", ".join(words)


def _listed(words: Sequence[str]) -> str:
    """H800, MST124 and S215; of many the first and how many more, so that a subject stays a subject."""
    if len(words) > 3:
        return f"{', '.join(words[:2])} and {len(words) - 2} more"
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part) if words else in_force().name
