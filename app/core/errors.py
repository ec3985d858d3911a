"""What can go wrong in the domain, each with a sentence for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.core.language.spoken import gettext, lazy_gettext


class DomainError(Exception):
    """Something a person can be told. `help_text` says what to do or whom to ask."""

    def __init__(self, message: str, help_text: str = "") -> None:
        super().__init__(message)
        # In the language of whoever is told, who is the one that asks now.
        self.message = str(message)
        self.help_text = str(help_text)


class NotFound(DomainError):
    """It does not exist, or this person may not know that it does."""

    def __init__(
        self, message: str = lazy_gettext("There is nothing here that you can see."), help_text: str = ""
    ) -> None:
        super().__init__(message, help_text)


class Refused(DomainError):
    """The person can see it but may not do this. The message says why."""


class Invalid(DomainError):
    """What was given cannot be used. `fields` names each faulty field and what is wrong with it."""

    def __init__(self, message: str, fields: Mapping[str, Sequence[str]] | None = None, help_text: str = "") -> None:
        super().__init__(message, help_text)
        self.fields = dict(fields or {})


class Conflict(DomainError):
    """Somebody else was quicker. `current` shows what stands now, field by field."""

    def __init__(self, message: str, current: Mapping[str, Any] | None = None, help_text: str = "") -> None:
        super().__init__(message, help_text)
        self.current = dict(current or {})


class Unsaid(Conflict):
    """A form that does not say what it was made for. Every page of the site says it, so nobody knows what was meant."""

    def __init__(self) -> None:
        super().__init__(
            gettext("Nothing was done: this form does not say which page it was sent from."),
            help_text=gettext("Look at it once more."),
        )
