"""What becomes of each theme.

A theme ends as a Tricky Topic, an additional issue, an intervention, an action, or "no action, because…". The thing
itself is made by its own feature's service, with that feature's rules, and keeps what was said, word for word.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.actions.models import Action
from app.actions.services import Draft, agree_action
from app.core import audit, clock
from app.core.actor import Actor
from app.core.concurrency.versions import expect_same
from app.core.db import db
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.core.language.spoken import gettext
from app.core.permissions import require
from app.core.text import markdown
from app.core.text.signs import stated
from app.interventions.models import Intervention, InterventionKind
from app.interventions.services import InterventionProposal, propose_intervention
from app.networks.models import LearningNetwork
from app.networks.services import is_member
from app.topics.models import AdditionalIssue, ExampleSource, IssueCategory, TrickyTopic
from app.topics.services import add_block, add_example, raise_issue, raise_topic
from app.workshops.board.queries.board import ThemeView, themes_of
from app.workshops.event_log import record_event
from app.workshops.lifecycle import CONCLUDING
from app.workshops.locking import lock_workshop
from app.workshops.models import ContributionKind, Outcome, OutcomeKind, Theme, Workshop
from app.workshops.outcomes.creators import created_by_others
from app.workshops.policy import Permission
from app.workshops.queries import seat_of

#: A title that its feature takes; a theme's may be longer.
LONGEST_TITLE = 160
#: Instead of `Outcome.told`: nothing has been said.
NOTHING_YET = "nothing yet"

Made = type[TrickyTopic | AdditionalIssue | Intervention | Action]
#: What an outcome of this kind points to, and by which column.
_MADE: dict[OutcomeKind, tuple[Made, str]] = {
    OutcomeKind.TOPIC: (TrickyTopic, "topic_id"),
    OutcomeKind.ISSUE: (AdditionalIssue, "issue_id"),
    OutcomeKind.INTERVENTION: (Intervention, "intervention_id"),
    OutcomeKind.ACTION: (Action, "action_id"),
}


@dataclass(frozen=True, kw_only=True)
class OutcomeDraft:
    """How a theme ends. Owner and date are given, or `nobody_yet` says that there is none."""

    kind: OutcomeKind
    title: str = ""
    reason: str = ""
    nobody_yet: bool = False
    owner_id: int | None = None
    due_on: date | None = None
    #: The number of the topic, issue, intervention or action that it became, where that exists already.
    existing: int | None = None
    #: For an action: how one will see that it helped.
    success_indicator: str = ""
    #: For an issue.
    category: IssueCategory = IssueCategory.OTHER
    #: For an intervention: its kind, and the topic of this network that it is for.
    intervention_kind: InterventionKind = InterventionKind.OTHER
    topic_number: int | None = None


def record_outcome(
    actor: Actor,
    network: LearningNetwork,
    workshop: Workshop,
    theme_id: int,
    ending: OutcomeDraft,
    *,
    seen: str | int | None = None,
) -> Outcome:
    """Say what becomes of a theme. "No action" may be said anew; what was made stays and has a page of its own.

    `seen` is what stood of it on the page (see `Outcome.told`): Conflict if somebody has said something else since.
    Refused before the meeting, once the write-up is published, and for a theme from which something was made. NotFound
    for a theme that does not stand on the board; Invalid if something is missing or points to what is not there.
    """
    lock_workshop(workshop)  # nothing is added beside the publishing
    _require(actor, workshop, Permission.CONCLUDE)
    if workshop.state not in CONCLUDING:
        raise Refused(gettext("Outcomes are recorded from the meeting on, until the write-up is published."))
    theme = _theme(actor, workshop, theme_id)
    _check(network, ending)
    earlier = db.session.scalar(select(Outcome).where(Outcome.theme_id == theme.id))
    if earlier is not None and earlier.kind is not OutcomeKind.NO_ACTION:
        raise Refused(
            gettext("This theme has its outcome: %(value)s.", value=earlier.kind.value),
            gettext("Change that on its own page, not here a second time."),
        )
    told = Conflict(
        gettext("Somebody has said meanwhile what becomes of it."), {"reason": earlier.reason} if earlier else None
    )
    expect_same(earlier.told if earlier else NOTHING_YET, seen, told)
    outcome = earlier or Outcome(workshop_id=workshop.id, theme_id=theme.id)
    outcome.kind, outcome.reason = ending.kind, ending.reason or None
    outcome.owner_id, outcome.due_on = ending.owner_id, ending.due_on
    outcome.recorded_by_id, outcome.at = actor.person_id or 0, clock.now()
    _make(actor, network, theme, ending, outcome)
    db.session.add(outcome)
    db.session.flush()
    audit.record(actor, "conclude", workshop, after=f"{theme.title}: {ending.kind.value}", reason=ending.reason)
    record_event(workshop.id, "outcome.recorded", theme=theme.id)
    return outcome


def _require(actor: Actor, workshop: Workshop, permission: Permission) -> None:
    require(actor, permission, seat_of(workshop, seen_by=actor))


def _theme(actor: Actor, workshop: Workshop, theme_id: int) -> ThemeView:
    found = next((each for each in themes_of(workshop, seen_by=actor) if each.id == theme_id), None)
    if found is None:
        raise NotFound
    # Held to the end: of two who conclude the same theme at once the second sees the first's outcome.
    db.session.execute(select(Theme.id).where(Theme.id == theme_id).with_for_update())
    return found


def _check(network: LearningNetwork, ending: OutcomeDraft) -> None:
    faults: dict[str, list[str]] = {}
    if ending.kind is OutcomeKind.NO_ACTION:
        if not stated(ending.reason):
            faults["reason"] = [gettext("Say why nothing will be done: those who raised it are told.")]
    elif ending.nobody_yet:
        if ending.owner_id is not None or ending.due_on is not None:
            faults["nobody_yet"] = [gettext("Either an owner and a date, or “no owner yet”.")]
        if ending.kind is OutcomeKind.ACTION and ending.existing is None:
            faults["owner_id"] = [
                gettext("An action needs an owner and a date. Choose another outcome until there is one.")
            ]
    else:
        if ending.owner_id is None or ending.due_on is None:
            faults["owner_id"] = [gettext("Give an owner and a date, or say “no owner yet”.")]
        elif not is_member(network.id, ending.owner_id):
            faults["owner_id"] = [gettext("Choose a member of this network.")]
        if ending.due_on is not None and ending.due_on < clock.today():
            faults["due_on"] = [gettext("Give a day from today on.")]
    if ending.kind is OutcomeKind.INTERVENTION and ending.topic_number is None and ending.existing is None:
        faults["topic_number"] = [gettext("Which Tricky Topic is it for? Give its number.")]
    if faults:
        raise Invalid(gettext("Something is missing."), faults)


def _point_to(network: LearningNetwork, ending: OutcomeDraft, outcome: Outcome) -> None:
    """Link the outcome to what stands already."""
    model, column = _MADE[ending.kind]
    row_id = _numbered(model, network.id, ending.existing)
    if row_id is None:
        raise Invalid(
            gettext("That does not exist."),
            {"existing": [gettext("There is no %(value)s of this number here.", value=ending.kind.value)]},
        )
    setattr(outcome, column, row_id)


def _numbered(model: Made, network_id: int, number: int | None) -> int | None:
    return db.session.scalar(select(model.id).where(model.network_id == network_id, model.number == number))


def _make(actor: Actor, network: LearningNetwork, theme: ThemeView, ending: OutcomeDraft, outcome: Outcome) -> None:
    if ending.existing is not None and ending.kind in _MADE:
        _point_to(network, ending, outcome)
        return
    if who := created_by_others(actor, network).get(ending.kind):
        raise Invalid(
            gettext("The outcome was not recorded."),
            {"existing": [gettext("A new one is made by %(who)s: give its number.", who=who)]},
        )
    title = (ending.title or theme.title)[:LONGEST_TITLE]
    if ending.kind is OutcomeKind.TOPIC:
        outcome.topic_id = _topic(actor, network, theme, title).id
    elif ending.kind is OutcomeKind.ISSUE:
        issue = raise_issue(actor, network, title=title, statement_md=_as_said(theme), category=ending.category)
        outcome.issue_id = issue.id
    elif ending.kind is OutcomeKind.INTERVENTION:
        topic_id = _numbered(TrickyTopic, network.id, ending.topic_number)
        if topic_id is None:
            raise Invalid(
                gettext("There is no such topic."), {"topic_number": [gettext("No Tricky Topic here has this number.")]}
            )
        proposal = InterventionProposal(
            title=title, kind=ending.intervention_kind, rationale_md=_as_said(theme), topic_ids=(topic_id,)
        )
        outcome.intervention_id = propose_intervention(actor, network, proposal).id
    elif ending.kind is OutcomeKind.ACTION and ending.owner_id and ending.due_on:
        draft = Draft(
            title=title,
            owner_id=ending.owner_id,
            due_on=ending.due_on,
            success_indicator=ending.success_indicator or "To be agreed with the owner",
        )
        outcome.action_id = agree_action(actor, network, draft).id


def _topic(actor: Actor, network: LearningNetwork, theme: ThemeView, title: str) -> TrickyTopic:
    """The theme as a Tricky Topic with the anatomy its cards have: stumbling blocks, and examples with their codes."""
    topic = raise_topic(actor, network, title=title, statement_md=_as_said(theme))
    for card in theme.cards:
        if card.text is None:
            continue
        if card.kind is ContributionKind.STUMBLING_BLOCK:
            add_block(actor, topic, title=" ".join(card.text.split())[:LONGEST_TITLE])
        elif card.kind is ContributionKind.PROBLEM_EXAMPLE:
            add_example(actor, topic, text=card.text, source=ExampleSource.TUTORIAL, codes=card.codes)
    return topic


def _as_said(theme: ThemeView) -> str:
    """The cards of a theme word for word, as quotations; a hidden one is left out."""
    said = [card.text for card in theme.cards if card.text is not None]
    return "\n\n".join(map(markdown.quotation, said)) or markdown.literal(theme.title)
