"""Looking after the site: what is not in order is noticed once a minute, and the administrators are told once, and again
when it is well.

Whichever process looks first in a minute does it for all. It is a serving process and not the worker, which may be what
stands still; and the letter goes straight to the mail server, because who else would send it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

from sqlalchemy import delete, or_, select, update

from app.accounts.models import Person
from app.administration.models import SiteTrouble, SiteWatch
from app.administration.parts import PARTS, letters_fail_since
from app.core import clock, mail
from app.core.db import changed_rows, db, insert_once
from app.core.site.in_force import in_force
from app.core.text.words import moment

EVERY = timedelta(minutes=1)
#: How long whoever sends letters may take. If it was killed meanwhile, another sends them after this.
LEASE = timedelta(minutes=5)
#: What was not in order at two looks is told; what has been in order for so long is over. So nothing that comes and goes
#: sends a letter each time.
TELL_AFTER, OVER_AFTER = timedelta(seconds=50), timedelta(minutes=5)
#: The parts that the administrators are written to about. The others mend themselves, or keep nobody from working.
TOLD = ("worker", "disk", "mail", "backup", "scanner")


def take_turn() -> bool:
    """Whether this process looks now; the others do not for a minute. To be committed before anything else."""
    at = clock.now()
    # Far ahead is from before the clock was set back.
    free = or_(SiteWatch.until <= at, SiteWatch.until > at + LEASE)
    taken = select(SiteWatch.until).where(SiteWatch.id == 1, ~free)
    if db.session.scalar(taken) is not None:  # most of the time, and nothing is written
        return False
    if insert_once(SiteWatch, {"id": 1, "until": at + EVERY}):
        return True
    return bool(changed_rows(update(SiteWatch).where(SiteWatch.id == 1, free).values(until=at + EVERY)))


def note(faults: Mapping[str, str]) -> None:
    """Write down what is not in order, by part, and what is again."""
    at = clock.now()
    known = {each.part: each for each in db.session.scalars(select(SiteTrouble))}
    for name in TOLD:
        fault, trouble = faults.get(name, ""), known.get(name)
        if fault and trouble is None:
            since = letters_fail_since() if name == "mail" else None
            db.session.add(SiteTrouble(part=name, fault=fault, since=since or at))
        elif fault and trouble is not None:
            trouble.fault, trouble.over_since = fault, None
        elif trouble is not None and trouble.tried_at is None:
            db.session.delete(trouble)
        elif trouble is not None:
            trouble.over_since = trouble.over_since or at
    db.session.flush()


@dataclass(frozen=True)
class TroubleLetter:
    """What the administrators are told of one part: that it is not in order, or that it is again. Nobody is named in it."""

    part: str
    over: bool
    key: str
    subject: str
    text: str


def letters_due() -> list[TroubleLetter]:
    """What is to be told now, by this process alone. To be committed before it is sent."""
    at = clock.now()
    to_tell = SiteTrouble.told_at.is_(None) & SiteTrouble.over_since.is_(None) & (SiteTrouble.since <= at - TELL_AFTER)
    over = SiteTrouble.over_since <= at - OVER_AFTER
    due = list(db.session.scalars(select(SiteTrouble).where(to_tell | over).order_by(SiteTrouble.part)))
    for trouble in due:
        trouble.tried_at = trouble.tried_at or at
    if due:
        db.session.execute(update(SiteWatch).where(SiteWatch.id == 1).values(until=at + LEASE))
    return [_letter(trouble) for trouble in due]


def _letter(trouble: SiteTrouble) -> TroubleLetter:
    site, what = in_force(), PARTS.get(trouble.part, trouble.part)
    name, fault = (f"{words[:1].upper()}{words[1:]}" for words in (what, trouble.fault))
    where = f"How the site is: {site.url}/admin/state\n\nYou get this as an administrator of the site"
    key = f"site-{trouble.part}-{trouble.since:%Y%m%dT%H%M%S}"
    if trouble.over_since is None:
        text = (
            f"{name}: not in order since {moment(trouble.since)}.\n\n{fault}.\n\n"
            f"{where}, once. Another letter says when it is well again.\n"
        )
        return TroubleLetter(trouble.part, False, f"{key}-told", f"{site.name}: see to {what}", text)
    unsent = "" if trouble.told_at else " No letter about it could go out meanwhile."
    times = f"Not in order from {moment(trouble.since)} to {moment(trouble.over_since)}."
    text = f"{name}: in order again.\n\n{times}{unsent}\n\n{where}.\n"
    return TroubleLetter(trouble.part, True, f"{key}-over", f"{site.name}: {what} in order again", text)


def send(about: TroubleLetter, addresses: Mapping[int, str]) -> bool:
    """Write to each administrator; whether one letter at least was taken. Asks the database nothing.

    If one was, nobody is written to again. If the server takes none, the next look tries, with the same Message-IDs.
    """
    taken = not addresses
    for person_id, address in addresses.items():
        letter = mail.Letter(f"{about.key}-{person_id}", address, about.subject, about.text)
        try:
            mail.current().send(letter)
            taken = True
        except SMTPRecipientsRefused:  # this address only; the others may do
            continue
        except OSError:
            break
    return taken


def told(about: TroubleLetter) -> None:
    """A letter about it went out; what is over is forgotten with that."""
    this = SiteTrouble.part == about.part
    done = delete(SiteTrouble) if about.over else update(SiteTrouble).values(told_at=clock.now())
    db.session.execute(done.where(this))


def look_again_in_a_minute() -> None:
    """The letters are sent, or could not be."""
    db.session.execute(update(SiteWatch).where(SiteWatch.id == 1).values(until=clock.now() + EVERY))


def administrators() -> dict[int, str]:
    """The addresses of those who look after the site."""
    found = select(Person.id, Person.email).where(Person.is_admin, Person.active).order_by(Person.id)
    return dict(iter(db.session.execute(found)))
