"""A date as people type it or as a spreadsheet copies it, day first as in Britain."""

from __future__ import annotations

import re
from datetime import date, datetime

_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d %b %Y", "%d %B %Y", "%d %b %y", "%B %d %Y", "%b %d %Y")
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+", re.IGNORECASE)
#: A spreadsheet's midnight behind the day, and a cut-off's hour.
_HOUR = re.compile(r"[T ,]+\d{1,2}:\d{2}(?::\d{2})?(?:\s*[ap]\.?m\.?)?$", re.IGNORECASE)
_ORDINAL = re.compile(r"(\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,.]+")
_SEPTEMBER = re.compile(r"\bsept\b", re.IGNORECASE)


def read_date(text: str) -> date | None:
    """2017-10-07, 7/10/2017, 7 October 2017, Sat 7th Oct 2017, 07.10.2017, with or without an hour; None for anything else."""
    words = _ORDINAL.sub(r"\1", _HOUR.sub("", _WEEKDAY.sub("", text.strip())))
    words = _SEPTEMBER.sub("Sep", _BETWEEN.sub(" ", words).strip())
    if re.fullmatch(r"\d{1,2}([ -])\d{1,2}\1\d{2,4}", words):
        words = re.sub("[ -]", "/", words)
    words = re.sub(r"^(\d{1,2})-([A-Za-z]+)-(\d{2,4})$", r"\1 \2 \3", words)
    for form in _FORMS:
        try:
            return datetime.strptime(words, form).date()  # noqa: DTZ007 -- a day has no time zone
        except ValueError:
            continue
    return None
