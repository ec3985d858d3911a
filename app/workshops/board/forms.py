"""The forms of cards, themes and notes: shape and single-field rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # new in 3.3; the types lag
from wtforms.validators import DataRequired, Length

from app.core.language.spoken import gettext, lazy_gettext
from app.topics import distiller
from app.web.forms import BaseForm, CheckboxesField, MadeForForm, VersionedForm, text_field, title_field
from app.workshops.board.services.cards import LONGEST_CARD, LONGEST_REASON, CardWords
from app.workshops.board.services.notes import LONGEST_NOTE
from app.workshops.board.services.themes import LONGEST_TITLE
from app.workshops.models import Anonymity, Contribution, ContributionKind, Theme, ThemeList, Workshop
from app.workshops.phases import CLINIC

NO_THEME, NEW_THEME = "none", "new"
#: Before the key of a card, where a theme could stand.
CARD = "card-"

KINDS = {
    ContributionKind.TRICKY_TOPIC: "Tricky Topic: a concept they get stuck on",
    ContributionKind.STUMBLING_BLOCK: "Stumbling block: one part of it that can be assessed",
    ContributionKind.PROBLEM_EXAMPLE: "Problem example: what a student wrote or said",
    ContributionKind.OTHER_ISSUE: "Other issue: pace, tools, rules, and what is no concept",
    ContributionKind.IDEA: "Idea",
    ContributionKind.INTERVENTION: "Intervention: something that could be done",
}


class CardForm(VersionedForm, MadeForForm):
    """A card where names are stored. Made for the promise of who is told and what is stored, which stands beside it."""

    makes_new = True
    text = text_field(
        lazy_gettext("Your card"),
        description=lazy_gettext(
            "One thought to a card, in your own words and without pictures. Name no student and no tutor."
        ),
        longest=LONGEST_CARD,
    )
    kind = SelectField(
        lazy_gettext("What is it?"),
        choices=[SelectChoice(kind.value, words) for kind, words in KINDS.items()],
        default=ContributionKind.TRICKY_TOPIC.value,
    )
    codes = CheckboxesField(
        lazy_gettext("Why do students not understand?"), choices=[SelectChoice(*each) for each in distiller.choices()]
    )

    @property
    def words(self) -> CardWords:
        return CardWords(ContributionKind(self.kind.data), self.text.data or "", tuple(self.codes.data or ()))

    @property
    def key(self) -> str:
        return ""


class UnattributedCardForm(CardForm):
    """A card without a name. No receipt may say who sent it: the browser's random key alone makes it count once."""

    form_key = None  # type: ignore[assignment]
    command_key = HiddenField(default=lambda: uuid4().hex)

    @property
    def key(self) -> str:
        return self.command_key.data or ""


def card_form(workshop: Workshop, card: Contribution | None = None, **more: Any) -> CardForm:
    """The form that this workshop's promise of anonymity asks for; filled from a card to be changed."""
    kind = UnattributedCardForm if workshop.anonymity is Anonymity.UNATTRIBUTED else CardForm
    more = {"made_for": workshop.anonymity.value, **more}
    if card is not None:
        more = {"text": card.text, "kind": card.kind.value, "codes": card.codes, "version": str(card.version), **more}
    elif workshop.template == CLINIC:
        more = {"kind": ContributionKind.INTERVENTION.value, **more}
    return kind(**more)


class HideForm(VersionedForm):
    reason = TextAreaField(
        lazy_gettext("Why is it hidden?"),
        description=lazy_gettext("Everybody reads the reason in place of the card."),
        validators=[
            DataRequired(lazy_gettext("Say why.")),
            Length(max=LONGEST_REASON, message=f"At most {LONGEST_REASON} characters."),
        ],
    )


class ReportForm(BaseForm):
    """No key: a receipt would keep who sent it."""

    form_key = None  # type: ignore[assignment]
    reason = StringField(
        lazy_gettext("What is wrong with it?"),
        description=lazy_gettext("Those who run the workshop read this, and not who wrote it."),
        validators=[
            DataRequired(lazy_gettext("Say what is wrong.")),
            Length(max=LONGEST_REASON, message=f"At most {LONGEST_REASON} characters."),
        ],
    )


class MoveCardForm(VersionedForm):
    """Where a card goes: one select box, which keyboard, mouse and screen reader use alike."""

    theme = SelectField(lazy_gettext("Move to…"), default="")
    title = StringField(
        lazy_gettext("Name of the new theme"),
        validators=[Length(max=LONGEST_TITLE, message=f"At most {LONGEST_TITLE} characters.")],
    )

    def offer(
        self,
        similar: Iterable[tuple[int, str]],
        themes: Iterable[tuple[int, str]],
        *,
        cards: Iterable[tuple[str, str]] = (),
        grouped: bool,
    ) -> None:
        """Say what can be chosen: the most similar themes and cards first, then all themes."""
        self.theme.choices = [
            SelectChoice("", gettext("Choose a theme")),
            *(SelectChoice(str(theme), title, optgroup=gettext("Most similar")) for theme, title in similar),
            *(
                SelectChoice(f"{CARD}{key}", text, optgroup=gettext("Together with a similar card"))
                for key, text in cards
            ),
            *(SelectChoice(str(theme), title, optgroup=gettext("All themes")) for theme, title in themes),
            SelectChoice(NEW_THEME, gettext("A new theme, named here"), optgroup="Else"),
            *([SelectChoice(NO_THEME, gettext("No theme"), optgroup="Else")] if grouped else []),
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        sound = bool(super().validate(extra_validators))
        title, chosen = bool(self.title.data), self.theme.data
        if title and chosen not in {"", NEW_THEME} and not self.card_id:
            self.title.errors = [*self.title.errors, gettext("Either choose a theme or name a new one.")]
        elif not title and chosen in {"", NEW_THEME}:
            self.theme.errors = [*self.theme.errors, gettext("Choose a theme, or name a new one.")]
        else:
            return sound
        return False

    @property
    def theme_id(self) -> int | None:
        """The theme that was chosen; None for a new one or for none."""
        chosen = self.theme.data or ""
        return int(chosen) if chosen.isdigit() else None

    @property
    def card_id(self) -> str | None:
        """The other card with which it is to become a theme."""
        chosen = self.theme.data or ""
        return chosen.removeprefix(CARD) if chosen.startswith(CARD) else None


class ThemeForm(VersionedForm):
    makes_new = True
    title = title_field(lazy_gettext("Name of the theme"), longest=LONGEST_TITLE)
    list = RadioField(
        lazy_gettext("On which list?"),
        choices=[
            SelectChoice(ThemeList.TOPICS.value, lazy_gettext("Tricky Topics: it is about a concept")),
            SelectChoice(ThemeList.ISSUES.value, lazy_gettext("Additional issues: pace, tools, rules and the like")),
        ],
        default=ThemeList.TOPICS.value,
    )

    def fill_from(self, theme: Theme) -> None:
        self.title.data, self.list.data, self.version.data = theme.title, theme.list.value, str(theme.version)


class MergeForm(VersionedForm):
    target = SelectField(lazy_gettext("Merge it into"), coerce=int)

    def offer(self, themes: Iterable[Theme]) -> None:
        """Say what it can be merged into."""
        self.target.choices = [SelectChoice(each.id, each.title) for each in themes]


class ThemeNoteForm(BaseForm):
    makes_new = True
    note = text_field(lazy_gettext("Note, with your name"), longest=LONGEST_NOTE)
