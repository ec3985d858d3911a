"""Whoever has copied the database, its log, or a backup of any time joins no words and no ballot to anybody.

Replayed commit by commit, as an attacker did it who found nine of nine authors and every sealed ballot.
"""

from __future__ import annotations

import random
import shutil
import stat
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from app.core.db import db, empty_write_ahead_log
from app.core.errors import Conflict
from app.core.secrets import keys
from app.workshops import pseudonyms
from app.workshops.board.queries.cards import counts
from app.workshops.models import (
    Anonymity,
    Contribution,
    PseudonymousPart,
    Round,
    RoundState,
    Voter,
    Workshop,
    WorkshopMember,
)
from app.workshops.phases import SHOWS_CARDS
from app.workshops.room.services import moves
from app.workshops.voting.queries.polls import poll
from app.workshops.voting.services import ballots
from app.workshops.voting.services.pseudonym_keys import end_keys
from app.workshops.voting.services.straw_vote import put_vote
from tests.factories.ballots import VOTERS, a_ballot, a_straw_vote, the_round, vote
from tests.factories.boards import a_card, loaded
from tests.factories.workshops import a_workshop
from tests.people import CAST, World
from tests.write_ahead_log import Rows, changed, replayed, rows

WORDS = {name: f"What {number} wrote: they lose the sign." for number, name in enumerate(VOTERS)}
#: Tables in which somebody's words or votes lie where no names are kept.
SAID = {"workshop_contribution", "workshop_ballot", "workshop_dot"}


@pytest.fixture
def sqlite_site(live_app: Flask) -> Flask:
    """One that keeps its whole log, as one does that is copied before it is cut."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("This is about SQLite's files.")

    def keep_log(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA wal_autocheckpoint=0")

    event.listen(db.engine, "connect", keep_log)
    db.session.remove()
    db.engine.dispose()
    return live_app


def copied(app: Flask, into: Path) -> Path:
    """What whoever copies the data folder and leaves the keys' folder out, as a backup does."""
    into.mkdir()
    for each in Path(app.extensions["settings"].data_dir).glob("networks.db*"):
        shutil.copy(each, into / each.name)
    return into


def names_told(difference: Rows, people: dict[str, str]) -> set[str]:
    """Whom the rows of one commit point to, by a number of theirs in a column of people or by their address."""
    told = set()
    for table in set(difference) - {"person", "membership"}:
        for row in difference[table]:
            for column, value in row:  # type: ignore[misc]
                about_people = column.endswith(("person_id", "author_id", "actor_id", "by_id", "pseudonym", "mark"))
                told |= {
                    name for name, number in people.items() if about_people and value in {number, f"person:{number}"}
                }
    return told


def joined(copy: Path, into: Path) -> list[set[str]]:
    """For each commit in which words or votes changed: whom the same commit names."""
    found, before = [], rows(copy / "networks.db") if not (copy / "networks.db-wal").exists() else {}
    people: dict[str, str] = {}
    for after in replayed(copy, into):
        people = people or {str(dict(row)["email"]).split("@")[0]: str(dict(row)["id"]) for row in after["person"]}  # type: ignore[arg-type]
        difference = changed(before, after) if before else {}
        if SAID & set(difference):
            everybody = names_told(difference, {name: people[name] for name in CAST})
            # Rows of all voters or of all invited, written in one statement, single nobody out.
            found.append(set() if set(VOTERS) <= everybody else everybody - {"marek"})
        before = after
    return found


def all_write(world: World, workshop: Workshop) -> None:
    for name in random.Random(3).sample(VOTERS, len(VOTERS)):
        a_card(world, loaded(workshop), WORDS[name], by=name, author_token=f"a-browser-of-{name}")
        db.session.commit()


def reveal_of(made: Workshop) -> int:
    """The first phase in which cards are shown."""
    return next(phase.ix for phase in loaded(made).phases if phase.kind in SHOWS_CARDS)


@pytest.mark.parametrize("when", ["while it is open", "when it is over"])
def test_cards_and_their_authors_are_in_no_copy(sqlite_site: Flask, tmp_path: Path, when: str) -> None:
    world = World()
    made = a_workshop(world, "collecting", people=VOTERS, anonymity=Anonymity.UNATTRIBUTED)
    db.session.commit()
    all_write(world, made)
    if when == "when it is over":
        moves.step(world.actor("marek"), loaded(made), "start")
        moves.move_room(world.actor("marek"), loaded(made), reveal_of(made))
        db.session.commit()
        moves.step(world.actor("marek"), loaded(made), "catch_up")
        db.session.commit()
        a_card(world, loaded(made), "One alone writes late.", by="saoirse", author_token="another-browser")
        db.session.commit()
        moves.step(world.actor("marek"), loaded(made), "close")
        db.session.commit()
        said = select(func.count()).where(WorkshopMember.contributed)
        assert db.session.scalar(said) == len(VOTERS), "that they took part is noted, of all at once"
    found = joined(copied(sqlite_site, tmp_path / "copy"), tmp_path / "replayed")
    assert len(found) >= len(VOTERS)
    assert set().union(*found) == set()


def test_ballots_and_their_voters_are_in_no_copy(sqlite_site: Flask, tmp_path: Path) -> None:
    world = World()
    made = a_ballot(world)
    for number, name in enumerate(random.Random(5).sample(VOTERS, len(VOTERS))):
        vote(world, loaded(made), name, "ABCDEF"[number])
    moves.step(world.actor("marek"), loaded(made), "close")
    db.session.commit()
    found = joined(copied(sqlite_site, tmp_path / "copy"), tmp_path / "replayed")
    assert len(found) >= len(VOTERS)
    assert set().union(*found) == set()
    handed_in = select(func.count()).where(Voter.round_id == the_round(made).id, Voter.submitted)
    assert db.session.scalar(handed_in) == len(VOTERS)


@pytest.mark.parametrize("method", ["dots", "ranking"])
def test_live_votes_and_their_voters_are_in_no_copy(sqlite_site: Flask, tmp_path: Path, method: str) -> None:
    world = World()
    made = a_straw_vote(world, Anonymity.UNATTRIBUTED, straw_method=method)
    items = the_round(made).items
    for number, name in enumerate(VOTERS):
        for change in (0, 1):
            put_vote(world.actor(name), loaded(made), [[items[(number + change) % len(items)], 1]])
            db.session.commit()
    shown = poll(loaded(made), world.actor("amina"), final=False)
    assert shown is not None
    assert (shown.voted, shown.own) == (len(VOTERS), [[items[1], 1]])
    kinds = [phase.kind for phase in loaded(made).phases]
    moves.move_room(world.actor("marek"), loaded(made), kinds.index("discuss"))
    db.session.commit()
    found = joined(copied(sqlite_site, tmp_path / "copy"), tmp_path / "replayed")
    assert len(found) >= 2 * len(VOTERS)
    assert set().union(*found) == set()


def test_with_names_the_same_replay_does_find_them(sqlite_site: Flask, tmp_path: Path) -> None:
    """Else the tests above would hold of anything."""
    world = World()
    made = a_workshop(world, "collecting", people=VOTERS, anonymity=Anonymity.HIDDEN)
    db.session.commit()
    all_write(world, made)
    found = joined(copied(sqlite_site, tmp_path / "copy"), tmp_path / "replayed")
    assert set().union(*found) == set(VOTERS)


def test_the_pages_of_the_file_lie_in_the_order_of_the_lot(sqlite_site: Flask, tmp_path: Path) -> None:
    world = World()
    made = a_workshop(world, "collecting", people=VOTERS, anonymity=Anonymity.UNATTRIBUTED)
    db.session.commit()
    all_write(world, made)
    moves.step(world.actor("marek"), loaded(made), "start")
    moves.move_room(world.actor("marek"), loaded(made), reveal_of(made))
    db.session.commit()
    lot = list(db.session.scalars(select(Contribution.text).order_by(Contribution.place)))
    db.session.remove()
    assert empty_write_ahead_log()
    folder = Path(sqlite_site.extensions["settings"].data_dir)
    assert (folder / "networks.db-wal").stat().st_size == 0
    file = (folder / "networks.db").read_bytes()
    assert [file.count(text.encode()) for text in lot] == [1] * len(lot), "and nothing is left of where they lay before"
    # A page is filled from its end.
    assert sorted(lot, key=lambda text: -file.index(text.encode())) == lot


def test_a_key_is_its_owners_alone_and_is_gone_when_the_round_is(live_app: Flask) -> None:
    world = World()
    made = a_ballot(world)
    name = pseudonyms.scope_of_round(the_round(made))
    folder = live_app.extensions["settings"].keys_home
    assert stat.S_IMODE((folder / f"{name}.key").stat().st_mode) == 0o600
    assert (folder / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")
    end_keys()
    assert pseudonyms.has_key(name), "what is open keeps its key"
    for voter in VOTERS:
        vote(world, loaded(made), voter, "A")
    moves.step(world.actor("marek"), loaded(made), "close")
    db.session.commit()
    end_keys()
    assert not list(folder.glob("*.key"))
    assert db.session.scalar(select(func.count()).select_from(PseudonymousPart)) == 0


def test_nobody_votes_twice_and_everybody_sees_that_they_have(live_app: Flask) -> None:
    world = World()
    made = a_ballot(world)
    vote(world, loaded(made), "amina", "A")
    with pytest.raises(Conflict, match="voted already"):
        vote(world, loaded(made), "amina", "B")
    db.session.rollback()
    for who, has in (("amina", True), ("ben", False)):
        shown = poll(loaded(made), world.actor(who), final=True)
        assert shown is not None
        assert (shown.has_voted, shown.voted, shown.electorate) == (has, 1, len(VOTERS) + 1)


def test_a_restored_backup_voids_what_was_open_and_opens_it_again(live_app: Flask) -> None:
    world = World()
    made = a_ballot(world)
    for voter in ("amina", "ben", "tomos"):
        vote(world, loaded(made), voter, "A")
    old = the_round(made)
    keys.current().destroy(pseudonyms.scope_of_round(old))  # a backup does not hold it
    with pytest.raises(Conflict, match="restored"):
        vote(world, loaded(made), "dilys", "B")
    db.session.rollback()
    assert poll(loaded(made), world.actor("amina"), final=True) is not None
    end_keys()
    db.session.commit()
    assert db.session.get_one(Round, old.id).state is RoundState.VOID
    new = the_round(made)
    assert (new.number, new.state, list(new.items)) == (old.number + 1, RoundState.OPEN, list(old.items))
    for voter in VOTERS:
        vote(world, loaded(made), voter, "B", seen_round=new.number)
    with pytest.raises(Conflict):
        vote(world, loaded(made), "amina", "A", seen_round=new.number)
    db.session.rollback()
    end_keys()
    assert the_round(made).id == new.id, "once is enough"


def test_a_restored_backup_voids_an_open_live_vote_too(live_app: Flask) -> None:
    world = World()
    made = a_straw_vote(world, Anonymity.UNATTRIBUTED)
    old = the_round(made)
    put_vote(world.actor("amina"), loaded(made), [[old.items[0], 2]])
    db.session.commit()
    keys.current().destroy(pseudonyms.scope_of_round(old))
    shown = poll(loaded(made), world.actor("amina"), final=False)
    assert shown is not None
    assert shown.own == []
    end_keys()
    db.session.commit()
    assert the_round(made).number == old.number + 1
    put_vote(world.actor("amina"), loaded(made), [[old.items[0], 2]])
    assert ballots.voted_in(old) == 0


def test_how_many_wrote_is_known_before_it_is_noted_by_name(live_app: Flask) -> None:
    world = World()
    made = a_workshop(world, "collecting", people=VOTERS, anonymity=Anonymity.UNATTRIBUTED)
    all_write(world, made)
    a_card(world, loaded(made), "A second card of hers", by="amina", author_token="another-browser")
    db.session.commit()
    assert counts(loaded(made), world.actor("amina")).writers == len(VOTERS)
    assert db.session.scalar(select(func.count()).where(WorkshopMember.contributed)) == 0
