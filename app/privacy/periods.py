"""The one table of how long what is kept: each period with its setting, what is old, and deleting it."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import select

from app.accounts.models import Person
from app.core import clock
from app.core.actor import OPERATOR
from app.core.db import db
from app.core.errors import Refused
from app.core.personal.retention import OldRows, delete_old_rows, old_rows
from app.core.personal_data import Period
from app.privacy.services.erasing import erase
from config import Settings

#: Period → the field of the settings that says how many days; the others have no end of their own.
SETTINGS = {
    Period.SIGN_INS: "keep_sign_ins_days",
    Period.RECEIPTS: "keep_receipts_days",
    Period.NOTICES: "keep_notices_days",
    Period.DRAFTS: "keep_drafts_days",
    Period.LETTERS: "keep_letters_days",
    Period.QUESTIONS: "keep_questions_days",
    Period.ACCOUNT_HISTORY: "keep_account_history_days",
    Period.CLOSED_ACCOUNTS: "keep_closed_accounts_days",
}


class PeriodOver(NamedTuple):
    """What of one period is old."""

    period: Period
    days: int
    many: int

    @property
    def setting(self) -> str:
        return SETTINGS[self.period].upper()


def days_of(settings: Settings) -> dict[Period, int]:
    return {period: int(getattr(settings, name)) for period, name in SETTINGS.items()}


def in_words(period: Period, settings: Settings) -> str:
    """For how long, as a sentence has it: "90 days after that", "as long as the network"."""
    if period not in SETTINGS:
        return period.value
    days = days_of(settings)[period]
    if period is Period.CLOSED_ACCOUNTS:
        return f"{Period.ACCOUNT.value}; {days:,} days after it was closed" if days else Period.ACCOUNT.value
    return f"{days:,} days" if days else "no end is set"


def what_is_old(settings: Settings) -> list[PeriodOver]:
    """What would go now, by period; nothing is changed."""
    return _by_period(settings, old_rows(days_of(settings)), len(_long_closed(settings)))


def delete_what_is_old(settings: Settings) -> list[PeriodOver]:
    """Delete it, and erase accounts that have been closed for long enough; what went. The caller commits."""
    erased = 0
    for person in _long_closed(settings):
        try:
            erase(OPERATOR, person)
            erased += 1
        except Refused:  # the only chair of a network: it waits for another
            continue
    return _by_period(settings, delete_old_rows(days_of(settings)), erased)


def _by_period(settings: Settings, rows: list[OldRows], closed: int) -> list[PeriodOver]:
    many = dict.fromkeys(SETTINGS, 0) | {Period.CLOSED_ACCOUNTS: closed}
    for each in rows:
        many[each.period] += each.many
    days = days_of(settings)
    return [PeriodOver(period, days[period], number) for period, number in many.items()]


def _long_closed(settings: Settings) -> list[Person]:
    days = days_of(settings)[Period.CLOSED_ACCOUNTS]
    if not days:
        return []
    before = clock.now() - timedelta(days=days)
    closed = select(Person).where(~Person.active, Person.erased_at.is_(None), Person.closed_at < before)
    return list(db.session.scalars(closed.order_by(Person.id)))
