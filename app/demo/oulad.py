"""`seed oulad`: a network for OULAD's FFF with a few mapped topics, to look at the panel on real data."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import select

from app.accounts.passwords import hash_password
from app.analytics import current_store
from app.core.db import db
from app.core.errors import Refused
from app.demo.people import Cast, make_person
from app.demo.seeding import require_no_other_people
from app.forums.services import ensure_forums
from app.networks.models import LearningNetwork, Presentation, Role
from app.networks.services import add_member, move_network, open_cycle, open_network_for, set_up_network
from app.topics import services as topics

SLUG = "fff"
#: Title, statement, first and last week, activity types, assessments. The words are invented; the figures are real.
TOPICS = (
    (
        "Settling in: from the first page to the first assignment",
        "Students who have not opened the quizzes by week 3 rarely hand in the first assignment.",
        (1, 3, ("quiz", "oucontent"), ("TMA01",)),
    ),
    (
        "The middle of the module",
        "Between the second and the third assignment fewer and fewer open the content pages.",
        (8, 10, ("quiz", "oucontent"), ("TMA03",)),
    ),
    (
        "Coming back after the winter break",
        "Weeks 11 to 14 lie across the break. Who does not come back in the first week often does not come back.",
        (11, 14, ("oucontent", "resource"), ("TMA03", "TMA04")),
    ),
    (
        "Using the forum when stuck",
        "The forum is read by many and helps few: questions stay unasked until the assignment is due.",
        (15, 20, ("forumng",), ("TMA04",)),
    ),
)


def seed_oulad() -> bool:
    """Open the network; False if it is there already. Refused while no dataset has FFF."""
    require_no_other_people()
    if current_store.store().dataset_for("FFF") is None:
        raise Refused("No dataset has the module FFF. Import OULAD first: flask --app wsgi analytics import PATH")
    if db.session.scalar(select(LearningNetwork.id).where(LearningNetwork.slug == SLUG)):
        return False
    _open()
    db.session.commit()
    return True


def _open() -> None:
    network = open_network_for(None, "FFF", title="FFF (anonymised module of OULAD)", is_demo=True)
    password_hash = hash_password(current_app.extensions["settings"].demo_password)
    people = {
        "chair.fff": ("FFF Module Team Chair", Role.CHAIR),
        "mt2.fff": ("FFF Module Team Member 2", Role.MODULE_TEAM),
        "al01.fff": ("FFF AL 01", Role.AL),
        "al02.fff": ("FFF AL 02", Role.AL),
        "moderator1": ("Network Moderator", Role.MODERATOR),
        "wrangler": ("Data Wrangler", Role.ANALYST),
        "sponsor.stem": ("Associate Dean (sponsor)", Role.SPONSOR),
    }
    for login, (name, role) in people.items():
        add_member(network, make_person(login, name, password_hash), role)
    db.session.flush()  # the actors are read from the rows
    ensure_forums(network.id)
    cast = Cast(network)
    _set_up(network, cast)
    for number, (title, statement, where) in enumerate(TOPICS):
        _raise(network, cast, number, title, statement, where)


def _set_up(network: LearningNetwork, cast: Cast) -> None:
    wrangler = cast["wrangler"].person_id
    set_up_network(
        cast["chair"],
        network,
        purpose="Look at the panel on real, anonymised data. The topics are invented, the figures are not.",
        code_of_conduct_md="We discuss the material, never a student, never a tutor.",
        sponsor_id=cast["sponsor.stem"].person_id,
        data_responsible_id=wrangler,
        analytics_responsible_id=wrangler,
        interventions_responsible_id=cast["chair"].person_id,
    )
    move_network(cast["chair"], network, "begin")
    move_network(cast["chair"], network, "activate")
    runs = select(Presentation).where(Presentation.module_id == network.module_id).order_by(Presentation.code)
    *_, baseline, target = db.session.scalars(runs)
    open_cycle(
        cast["chair"], network, baseline_id=baseline.id, target_id=target.id, concern="Where do students drop away?"
    )


def _raise(
    network: LearningNetwork,
    cast: Cast,
    number: int,
    title: str,
    statement: str,
    where: tuple[int, int, tuple[str, ...], tuple[str, ...]],
) -> None:
    first, last, kinds, assessments = where
    topic = topics.raise_topic(cast["al01" if number % 2 else "al02"], network, title=title, statement_md=statement)
    topics.move_topic(cast["moderator1"], topic, "accept")
    topics.map_topic(
        cast["wrangler"],
        topic,
        week_from=first,
        week_to=last,
        activity_types=kinds,
        assessments=[(name, "") for name in assessments],
    )
    for voter in cast.voters(4 - number, number):
        topics.cast_vote(voter, topic)
