"""One thing that happens for each kind of notice, with a name in every word of it that people write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select, text, update

from app.accounts.models import Person, SignIn
from app.accounts.services import close_account
from app.actions.models import Action
from app.actions.reminding import remind_owners
from app.core import clock, mail
from app.core.db import db
from app.core.mail import Letter
from app.forums.models import Discussion, Level
from app.forums.services import follow, start_discussion
from app.interventions import services as interventions
from app.interventions.models import Intervention, VoteStance
from app.networks.models import CriticalDate, Membership, Role
from app.networks.services import remove_member, set_critical_date
from app.notifications import jobs
from app.notifications.models import Notice
from app.replies.models import LoopReply
from app.replies.services import send_back_reply
from app.search.jobs import tell_of_new_answers
from app.search.models import SavedSearch
from app.search.services import save_search
from app.topics.models import AdditionalIssue, TrickyTopic
from app.topics.services import move_issue, move_topic
from app.workshops.models import Workshop
from app.workshops.room.services import moves
from tests.factories.actions import an_action
from tests.factories.boards import loaded
from tests.factories.interventions import a_topic, an_intervention
from tests.factories.notices import told_post
from tests.factories.replies import a_reply, an_issue
from tests.factories.workshops import a_workshop
from tests.people import World

Run = Callable[[], int]

#: What stands for a student's name in a title.
NAME = "Quagga"
ARROWS = f"{NAME} and the curly arrows"


def eight_days_later(run_outbox: Run) -> None:
    """Nobody was here meanwhile."""
    db.session.execute(update(SignIn).values(seen_at=clock.real_now() - timedelta(days=8)))
    with clock.standing_at(clock.now() + timedelta(days=8)):
        jobs.owe_digests()
        run_outbox()


def said(letter: Letter) -> str:
    return f"{letter.subject}\n{letter.text}\n{letter.html}\n{letter.calendar}"


def kept_rows() -> str:
    """Everything that the tables of notices and of owed letters hold."""
    return "\n".join(
        str(tuple(row))
        for table in ("notice", "outbox_item")
        for row in db.session.execute(text(f"SELECT * FROM {table}"))
    )


def removed(world: World, name: str) -> None:
    one = db.session.scalars(select(Membership).where(Membership.person_id == getattr(world, name).id)).one()
    remove_member(world.actor("dilys"), world.s215, one.id, "Has changed modules")


class NoServer:
    def send(self, letter: Letter) -> None:
        raise OSError("Connection refused")


@contextmanager
def no_mail_server() -> Iterator[None]:
    before = mail.current()
    mail.use(NoServer())
    try:
        yield
    finally:
        mail.use(before)


@dataclass(frozen=True)
class Case:
    kind: str
    #: Makes it happen, with NAME in every word of it that people write.
    happen: Callable[[World], Any]
    #: The columns that hold the words, to be cleaned afterwards.
    words: dict[Any, tuple[str, ...]]
    reader: str = "amina"


def _post(world: World) -> None:
    told_post(world.actor("ben"), start_discussion(world.actor("amina"), world.forum(), ARROWS, "So."), NAME)


def _topic(world: World) -> None:
    topic = a_topic(world, ARROWS)
    move_topic(world.actor("marek"), topic, "accept")
    move_topic(world.actor("dilys"), topic, "decline", f"{NAME} has passed")


def _issue(world: World) -> None:
    move_issue(world.actor("marek"), an_issue(world, ARROWS), "acknowledge")


def _on_a_list(world: World) -> None:
    follow(world.actor("tomos"), world.s215, Level.EVERYTHING)
    a_topic(world, ARROWS)
    an_issue(world, ARROWS)


def _decision(world: World) -> None:
    one = an_intervention(world, title=ARROWS)
    interventions.decline(world.actor("dilys"), one, f"No tuition for {NAME}", VoteStance.NO_VOTE)


def _action(world: World) -> None:
    an_action(world, owner="ben", title=ARROWS, success_indicator=f"{NAME} passes")


def _reply(world: World) -> None:
    a_reply(world, a_topic(world, ARROWS), state="published", you_said_md=f"{NAME} asks.", we_did_md=f"{NAME} reads.")


def _workshop(world: World) -> None:
    planned = a_workshop(world, title=ARROWS, purpose=f"Hear {NAME}")
    moves.step(world.actor("marek"), loaded(planned), "schedule")


def _due(world: World) -> None:
    an_action(world, owner="ben", days=-1, title=ARROWS, success_indicator=f"{NAME} passes")
    db.session.execute(update(Notice).values(read_at=clock.now()))
    remind_owners()


def a_date(world: World) -> None:
    at = clock.now() + timedelta(days=20)
    set_critical_date(world.actor("marek"), world.s215, at=at, title=ARROWS, reason=f"{NAME} speaks")


def _search(world: World) -> None:
    """Amina saved a search, and Ben says what she looks for."""
    if db.session.scalar(select(SavedSearch.id)) is None:
        save_search(world.actor("amina"), name=f"{NAME}'s arrows", asked="buffers", tells=True)
    start_discussion(world.actor("ben"), world.forum(), "Another", "Buffers.")
    db.session.commit()
    tell_of_new_answers()


def _mail(world: World) -> None:
    """The moderator hears that some find a date in their digest. Amina is the moderator's other half here."""
    a_date(world)
    about = db.session.scalars(select(Notice.once_key).where(Notice.kind == "date")).first()
    db.session.execute(update(Notice).values(at_once=False))
    db.session.execute(update(Membership).where(Membership.person_id == world.ben.id).values(role=Role.MODERATOR))
    jobs.mail_at_once({"about": about})


def a_draft_sent_back(world: World) -> None:
    send_back_reply(world.actor("dilys"), a_reply(world, a_topic(world, ARROWS)), f"{NAME} is a student.")


def _account(world: World) -> None:
    """Spencer chairs, too, and can be removed."""
    db.session.execute(update(Membership).where(Membership.person_id == world.spencer.id).values(role=Role.CHAIR))
    world.saoirse.name = NAME
    close_account(world.actor("ada"), world.saoirse)


def _mention(world: World) -> None:
    begun = start_discussion(
        world.actor("amina"), world.forum(), f"{NAME} and their arrows", f"@{{{world.tomos.id}:1}}"
    )
    assert begun.post_count


CASES = [
    Case("mention", _mention, {Discussion: ("title",)}, "tomos"),
    Case("discussion", _post, {Discussion: ("title",)}),
    Case("topic", _topic, {TrickyTopic: ("title", "state_reason")}),
    Case("issue", _issue, {AdditionalIssue: ("title",)}, "ben"),
    Case("topics", _on_a_list, {TrickyTopic: ("title",), AdditionalIssue: ("title",)}, "tomos"),
    Case("issues", _on_a_list, {TrickyTopic: ("title",), AdditionalIssue: ("title",)}, "tomos"),
    Case("intervention", _decision, {Intervention: ("title", "decision_reason")}),
    Case("action", _action, {Action: ("title", "success_indicator")}, "ben"),
    Case("due", _due, {Action: ("title", "success_indicator")}, "ben"),
    Case("date", a_date, {CriticalDate: ("title", "reason")}),
    Case("mail", _mail, {CriticalDate: ("title", "reason")}, "ben"),
    Case("search", _search, {SavedSearch: ("name",)}),
    Case("reply", _reply, {TrickyTopic: ("title",), LoopReply: ("you_said_html", "we_did_html")}),
    Case("draft", a_draft_sent_back, {TrickyTopic: ("title",), LoopReply: ("sent_back_reason",)}, "tomos"),
    Case("account", _account, {Person: ("name",)}, "spencer"),
    Case("workshop", _workshop, {Workshop: ("title", "purpose")}),
]
