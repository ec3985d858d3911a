"""The workshops of the demo: planned, held, added to and, where the story has come so far, voted on and published.

Cards go in through the service that keeps no name with them. Who adds which card is only a turn that everybody takes,
so that somebody took part; the stored rows do not say.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle
from typing import Any

from app.core.actor import Actor
from app.core.db import db
from app.demo.content_files import moment
from app.demo.script import Script
from app.workshops.board.author_tokens import new_author_token
from app.workshops.board.services import cards, grouping, notes
from app.workshops.board.services.cards import CardWords
from app.workshops.models import (
    Answer,
    Contribution,
    ContributionKind,
    OutcomeKind,
    Part,
    Theme,
    ThemeList,
    Workshop,
)
from app.workshops.outcomes import services as concluding
from app.workshops.outcomes.services import OutcomeDraft
from app.workshops.outcomes.write_up import services as write_up
from app.workshops.participants import queries as participants
from app.workshops.participants.services import invitations
from app.workshops.planning.services import plans
from app.workshops.planning.services.plans import Plan
from app.workshops.room.services import attendance
from app.workshops.room.services import moves as room
from app.workshops.voting.services import ballots
from app.workshops.voting.services import straw_vote as dots

#: A straw vote in the demo: five dots on the two themes that somebody names first.
FIRST_DOTS, SECOND_DOTS = 3, 2


def run(script: Script) -> None:
    for told in script.told.get("workshops", ()):
        Meeting(script, told).tell()


@dataclass
class Meeting:
    """One workshop of the story."""

    script: Script
    told: dict[str, Any]
    themes: dict[str, Theme] = field(default_factory=dict)
    #: Cards by the key of their theme, until they are grouped.
    loose: list[tuple[str, str]] = field(default_factory=list)
    made: Workshop | None = None

    def tell(self) -> None:
        """Lay out the steps of this workshop."""
        at, told = self.script.at, self.told
        at(told["planned"], self._plan)
        at(told["scheduled"], self._step, "schedule")
        at(moment(told["scheduled"]) + timedelta(days=2), self._answer)
        at(told["collecting"], self._step, "open_collecting")
        at(moment(told["collecting"]) + timedelta(hours=11), self._write, "before", told["early"])
        self._tell_of_the_evening()
        at(told["added_at"], self._write, "after", told["added"])
        at(told["added_at"], self._second)
        at(told["sorted_at"], self._group)
        for late in told.get("tray", ()):
            at(late["at"], self._contribute, late["who"], late["card"])
        if "ballots" in told:
            self._tell_of_the_end()

    def _tell_of_the_evening(self) -> None:
        at, told = self.script.at, self.told
        arrival, writing, _reveal, grouped, voted, *_ = [self._evening(time) for time in told["room"]]
        at(arrival, self._step, "start")
        at(arrival + timedelta(minutes=1), self._arrive)
        for time in told["room"][1:]:
            at(self._evening(time), self._move_on)
        at(writing + timedelta(minutes=1), self._write, "live", told["came"])
        at(grouped + timedelta(minutes=1), self._name_themes)
        at(grouped + timedelta(minutes=2), self._group)
        at(voted + timedelta(minutes=1), self._put_dots)
        for theme in told["themes"]:
            for who, time, text in theme.get("notes", ()):
                at(self._evening(time), self._note, theme["key"], who, text)
        at(told["ends"], self._step, "catch_up")

    def _tell_of_the_end(self) -> None:
        at, told = self.script.at, self.told
        at(told["ballot_opens"], self._step, "open_ballot")
        at(moment(told["ballot_opens"]) + timedelta(days=2), self._vote)
        at(told["closes"], self._step, "close")
        at(told["concluded"], self._conclude)
        at(told["published"], self._publish)

    @property
    def workshop(self) -> Workshop:
        assert self.made is not None
        return self.made

    @property
    def facilitator(self) -> Actor:
        return self.script.cast[self.told["facilitator"]]

    def _evening(self, time: str) -> Any:
        return moment(f"{self.told['starts'][:10]} {time}")

    def _plan(self) -> None:
        told, cast = self.told, self.script.cast
        plan = Plan(
            title=told["title"],
            purpose=told["purpose"],
            starts_at=moment(told["starts"]),
            minutes=told["minutes"],
            catch_up_hours=told["catch_up_hours"],
            ballot_hours=told["ballot_hours"],
        )
        self.made = plans.plan(self.facilitator, self.script.network, plan)
        als = [f"al{n:02}" for n in range(1, self.script.told["als"] + 1)]
        team = [f"mt{n}" for n in range(2, self.script.told["team"] + 1)]
        for logins, part in ((als + team, Part.PARTICIPANT), (told["co_facilitators"], Part.CO_FACILITATOR)):
            people = [cast[who].person_id or 0 for who in logins]
            invitations.invite(self.facilitator, self.workshop, people, part)

    def _step(self, verb: str) -> None:
        room.step(self.facilitator, self.workshop, verb)

    def _move_on(self) -> None:
        room.move_room(self.facilitator, self.workshop, "next")

    def _answer(self) -> None:
        for said in Answer:
            for who in self.told[said.value]:
                invitations.answer(self.script.cast[who], self.workshop, said)

    def _arrive(self) -> None:
        for who in [self.told["facilitator"], *self.told["came"]]:
            attendance.arrive(self.script.cast[who], self.workshop)

    def _write(self, when: str, people: list[str]) -> None:
        turns = cycle(people)
        for theme in self.told["themes"]:
            for card in theme.get(when, ()):
                self.loose.append((self._contribute(next(turns), card), theme["key"]))

    def _contribute(self, who: str, card: list[str]) -> str:
        kind, text, *codes = card
        words = CardWords(ContributionKind(kind), text, tuple(codes))
        written = cards.contribute(self.script.cast[who], self.workshop, words, key=secrets.token_hex(16))
        assert written is not None, "the key was drawn for this card alone"
        return written.id

    def _name_themes(self) -> None:
        for told in self.told["themes"]:
            on = ThemeList[told.get("list", "topics").upper()]
            self.themes[told["key"]] = grouping.name_theme(self.facilitator, self.workshop, told["title"], on)

    def _group(self) -> None:
        """Put every card that waits into its theme; the first time, merge what turned out to be one."""
        for card_id, theme in self.loose:
            card = db.session.get_one(Contribution, card_id)
            grouping.move_card(self.facilitator, self.workshop, card, self.themes[theme])
        self.loose.clear()
        for told in self.told["themes"]:
            source = self.themes[told["key"]]
            if "merged_into" in told and source.merged_into_id is None:
                grouping.merge_themes(self.facilitator, self.workshop, source, self.themes[told["merged_into"]])

    def _put_dots(self) -> None:
        wishes = self.told.get("dots") or self.told["ballots"]
        for who, wish in zip(self.told["came"], wishes, strict=False):
            first, second, *_ = [self.themes[key].id for key in wish.split()]
            dots.put_dots(self.script.cast[who], self.workshop, {first: FIRST_DOTS, second: SECOND_DOTS})

    def _note(self, theme: str, who: str, text: str) -> None:
        notes.add_note(self.script.cast[who], self.workshop, self.themes[theme], text)

    def _second(self) -> None:
        """Say "I see this too" for those who added afterwards, each from a browser of their own."""
        tokens = {who: new_author_token() for who in self.told["added"]}
        for told in self.told["themes"]:
            for who in self.told["added"][: told.get("seconded", 0)]:
                notes.second(self.script.cast[who], self.workshop, self.themes[told["key"]], author_token=tokens[who])

    def _vote(self) -> None:
        everybody = dict.fromkeys([*self.told["came"], *self.told["added"]])
        for who, ballot in zip(everybody, self.told["ballots"], strict=False):
            choices = [[self.themes[key].id, place] for place, key in enumerate(ballot.split(), 1)]
            ballots.submit(self.script.cast[who], self.workshop, choices, key=secrets.token_hex(16))

    def _conclude(self) -> None:
        for told in self.told["themes"]:
            if "merged_into" not in told:
                theme = self.themes[told["key"]]
                concluding.record_outcome(
                    self.facilitator, self.script.network, self.workshop, theme.id, self._ending(told)
                )
        for name, text in self.told["sections"].items():
            write_up.edit_section(self.facilitator, self.workshop, name, text)

    def _ending(self, told: dict[str, Any]) -> OutcomeDraft:
        if "no_action" in told:
            return OutcomeDraft(kind=OutcomeKind.NO_ACTION, reason=told["no_action"])
        kind = OutcomeKind.ISSUE if told.get("list") == "issues" else OutcomeKind.TOPIC
        number = self.script.made[told["becomes"]].number
        if "owner" not in told:
            return OutcomeDraft(kind=kind, existing=number, nobody_yet=True)
        who, due = told["owner"]
        return OutcomeDraft(kind=kind, existing=number, owner_id=self.script.cast[who].person_id, due_on=due)

    def _publish(self) -> None:
        chair = self.script.cast["chair"]
        confirmed = [each.person_id for each in participants.people(self.workshop, seen_by=chair)]
        write_up.publish(chair, self.workshop, confirmed=confirmed)
