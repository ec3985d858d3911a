"""An intervention: a proposed teaching or design change, its decision, its prediction and its outcome."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.core.db import Model, key, points_to
from app.core.personal_data import Merging, Personal
from app.networks.models import Presentation
from app.topics.models import AdditionalIssue, StumblingBlock, TrickyTopic


class InterventionKind(StrEnum):
    VIDEO = "video"
    QUIZ = "quiz"
    ACTIVITY = "activity"
    REWRITE = "rewrite"
    TUTORIAL = "tutorial"
    ASSESSMENT_CHANGE = "assessment change"
    SIGNPOSTING = "signposting"
    OTHER = "other"


class PredictedMeasure(StrEnum):
    """What is expected to move. Shares are in percent, so a change is in percentage points."""

    ACTIVE_SHARE = "weekly active share"
    SUBMITTED_SHARE = "submission share"
    PASSED_SHARE = "pass share"
    MEAN_SCORE = "mean score"
    HALF_MARKS_SHARE = "half-marks share"

    @property
    def words(self) -> str:
        """The measure with its denominator, as the page says it."""
        return {
            "weekly active share": "weekly share of registered students active on the mapped material",
            "submission share": "submission share, of students registered on the due day",
            "pass share": "pass share, of students who submitted",
            "mean score": "mean score, of students who submitted",
            "half-marks share": "share scoring at least half marks on the question, of students who attempted it",
        }[self.value]

    @property
    def unit(self) -> str:
        return "marks" if self is PredictedMeasure.MEAN_SCORE else "percentage points"


class Direction(StrEnum):
    UP = "up"
    DOWN = "down"


class VoteStance(StrEnum):
    """How a decision stands to the vote, which is advice: the chair says so either way."""

    AGREES = "agrees with the vote"
    DIFFERS = "differs from the vote"
    NO_VOTE = "there was no vote to follow"


class Caveat(StrEnum):
    """What may explain a change besides the intervention. The words are the label on the page."""

    QUESTION_CHANGED = "the question was changed"
    CUT_OFF_MOVED = "the cut-off date was moved"
    COHORT_MIX = "the mix of students was different"
    OTHER_CHANGE = "something else changed in the same presentation"
    CHOSEN_BECAUSE_LOW = "it was chosen because it looked low, so some rise was to be expected"
    NUMBERS_SMALL = "the numbers are small for the difference seen"


class Verdict(StrEnum):
    IMPROVED = "improved"
    WORSE = "worse"
    NO_CLEAR_CHANGE = "no clear change"
    NOT_ENOUGH_DATA = "not enough data"


class Intervention(Model):
    __tablename__ = "intervention"
    __table_args__ = (
        UniqueConstraint("network_id", "number"),
        Index("ix_intervention_network_id_state_since", "network_id", "state", "state_since"),
    )

    id: Mapped[key]
    network_id: Mapped[int] = points_to("learning_network.id", index=False)
    cycle_id: Mapped[int | None] = points_to("cycle.id")
    number: Mapped[int]
    title: Mapped[str]
    kind: Mapped[InterventionKind]
    rationale_md: Mapped[str]
    rationale_html: Mapped[str]
    proposed_by_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "interventions that you proposed",
            words=("title", "rationale_md", "not_evaluated_reason"),
            facts=("kind", "created_at"),
            place=("number", "state"),
        ),
    )
    #: See interventions/lifecycle.py.
    state: Mapped[str] = mapped_column(default="proposed")
    state_since: Mapped[datetime]
    #: Prediction: all four or none. Locked once the intervention is live.
    predicted_measure: Mapped[PredictedMeasure | None]
    predicted_direction: Mapped[Direction | None]
    #: Percentage points, or marks for a mean score.
    predicted_size: Mapped[float | None]
    predicted_for_id: Mapped[int | None] = points_to("presentation.id")
    #: Where to look: "TMA04", "TMA04 Q1"; empty for a measure of weeks.
    predicted_on: Mapped[str] = mapped_column(default="")
    #: Instead of a prediction: "will not be evaluated, because…".
    not_evaluated_reason: Mapped[str | None]
    #: The prediction was changed after it was locked: whatever is found is exploratory.
    exploratory: Mapped[bool] = mapped_column(default=False)
    #: accepted, declined or deferred: the chair's decision with its reason.
    decided_by_id: Mapped[int | None] = points_to(
        "person.id",
        personal=Personal(
            "interventions that you decided on",
            words=("decision_reason",),
            facts=("decided_at", "vote_stance"),
            place=("number", "title", "state"),
        ),
    )
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str | None]
    vote_stance: Mapped[VoteStance | None]
    deferred_to_id: Mapped[int | None] = points_to("presentation.id")
    agreed_at: Mapped[datetime | None]
    #: Live: in which presentation, from which day.
    live_in_id: Mapped[int | None] = points_to("presentation.id")
    live_on: Mapped[date | None]
    live_at: Mapped[datetime | None]
    url: Mapped[str | None]
    #: Outcome: one of four verdicts, the words beside it, and when it was recorded.
    verdict: Mapped[Verdict | None]
    outcome_md: Mapped[str | None]
    outcome_html: Mapped[str | None]
    #: Which measure the figures are of; another than the predicted one makes the result exploratory.
    measured_as: Mapped[PredictedMeasure | None]
    #: Two figures already rounded by the analytics panel, or none: before, in another presentation, and after.
    before_value: Mapped[float | None]
    before_in_id: Mapped[int | None] = points_to("presentation.id")
    after_value: Mapped[float | None]
    #: Caveats that apply, as words of Caveat.
    caveats: Mapped[list[str]] = mapped_column(JSON, default=list)
    outcome_by_id: Mapped[int | None] = points_to(
        "person.id",
        personal=Personal(
            "outcomes that you recorded",
            words=("outcome_md",),
            facts=("measured_at",),
            place=("number", "title", "verdict"),
        ),
    )
    measured_at: Mapped[datetime | None]
    #: adopted, adapted or abandoned: why.
    conclusion_reason: Mapped[str | None]
    #: The intervention whose next version this is.
    follows_id: Mapped[int | None] = points_to("intervention.id")
    #: Stored count of its supporters; services/supporting.py is the only writer.
    support_count: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    #: Written at each edit, so that a change of targets alone also counts as a new version.
    edited_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    proposed_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[proposed_by_id])
    decided_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[decided_by_id])
    predicted_for: Mapped[Presentation | None] = relationship(lazy="raise_on_sql", foreign_keys=[predicted_for_id])
    deferred_to: Mapped[Presentation | None] = relationship(lazy="raise_on_sql", foreign_keys=[deferred_to_id])
    live_in: Mapped[Presentation | None] = relationship(lazy="raise_on_sql", foreign_keys=[live_in_id])
    before_in: Mapped[Presentation | None] = relationship(lazy="raise_on_sql", foreign_keys=[before_in_id])
    outcome_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[outcome_by_id])
    follows: Mapped[Intervention | None] = relationship(
        lazy="raise_on_sql", foreign_keys=[follows_id], remote_side="Intervention.id"
    )
    targets: Mapped[list[InterventionTarget]] = relationship(
        lazy="raise_on_sql", order_by="InterventionTarget.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class InterventionTarget(Model):
    """What it is meant to change: a topic, one of its stumbling blocks, or an issue.

    A stumbling block's row names its topic too, so that "interventions of a topic" is one look-up.
    """

    __tablename__ = "intervention_target"
    __table_args__ = (
        UniqueConstraint("intervention_id", "topic_id", "block_id", "issue_id"),
        CheckConstraint("(topic_id IS NULL) <> (issue_id IS NULL)", name="topic_or_issue"),
        CheckConstraint("block_id IS NULL OR topic_id IS NOT NULL", name="block_of_topic"),
    )

    id: Mapped[key]
    intervention_id: Mapped[int] = points_to("intervention.id", index=False)
    topic_id: Mapped[int | None] = points_to("tricky_topic.id")
    #: When the block is taken away, the target widens to the whole topic.
    block_id: Mapped[int | None] = points_to("stumbling_block.id", ondelete="SET NULL")
    issue_id: Mapped[int | None] = points_to("additional_issue.id")
    topic: Mapped[TrickyTopic | None] = relationship(lazy="raise_on_sql")
    block: Mapped[StumblingBlock | None] = relationship(lazy="raise_on_sql")
    issue: Mapped[AdditionalIssue | None] = relationship(lazy="raise_on_sql")


class Support(Model):
    """A member stands behind a proposal. Unlike a vote it is open: the names are shown."""

    __tablename__ = "support"
    __table_args__ = (UniqueConstraint("intervention_id", "person_id"),)

    id: Mapped[key]
    intervention_id: Mapped[int] = points_to("intervention.id", index=False)
    person_id: Mapped[int] = points_to(
        "person.id",
        personal=Personal(
            "interventions that you support",
            facts=("at",),
            merging=Merging.MOVE_OR_DROP,
            one_each=(("intervention_id",),),
        ),
    )
    at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="raise_on_sql")
