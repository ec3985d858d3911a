"""Whoever helps to run a workshop concludes it as far as their role goes, and is told who does the rest."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from app.core.db import db
from app.core.errors import Invalid
from app.topics.services import raise_topic
from app.workshops.models import OutcomeKind, Part, Workshop
from app.workshops.outcomes.services import OutcomeDraft, record_outcome
from app.workshops.participants.services.invitations import invite
from tests.factories.ballots import with_themes
from tests.factories.boards import loaded
from tests.factories.workshops import a_workshop
from tests.people import World

HERE = "/networks/s215/workshops/1"
MADE = (OutcomeKind.TOPIC, OutcomeKind.ISSUE, OutcomeKind.INTERVENTION, OutcomeKind.ACTION)


def helped_by(world: World, name: str) -> tuple[Workshop, int]:
    room = a_workshop(world, "catch_up")
    invite(world.actor("marek"), room, [getattr(world, name).id], Part.CO_FACILITATOR)
    (theme,) = with_themes(room, ("Curly arrows",))
    raise_topic(world.actor("marek"), world.s215, title="A topic that stands", statement_md="As it is.")
    db.session.commit()
    return loaded(room), theme


def an_ending(world: World, kind: OutcomeKind, name: str) -> OutcomeDraft:
    return OutcomeDraft(
        kind=kind,
        owner_id=getattr(world, name).id,
        due_on=date(2099, 1, 1),
        topic_number=1,
        success_indicator="Fewer ask.",
        reason="Done already.",
    )


@pytest.mark.parametrize("kind", [*MADE, OutcomeKind.NO_ACTION])
@pytest.mark.parametrize(
    ("name", "leaves"),
    [("amina", {OutcomeKind.ACTION}), ("saoirse", set(MADE) - {OutcomeKind.ACTION}), ("tomos", set())],
)
def test_each_outcome_is_made_or_the_page_says_who_makes_it(
    world: World, as_: Any, name: str, leaves: set[OutcomeKind], kind: OutcomeKind
) -> None:
    room, theme = helped_by(world, name)
    page = as_(name).get(f"{HERE}/outcomes/{theme}").text
    said = f"{kind.value[:1].upper()}{kind.value[1:]} that exists already, by its number. A new one is made by "
    assert (said in page) == (kind in leaves)
    if kind in leaves:
        with pytest.raises(Invalid) as refused:
            record_outcome(world.actor(name), world.s215, room, theme, an_ending(world, kind, name))
        assert "is made by" in refused.value.fields["existing"][0]
    else:
        assert record_outcome(world.actor(name), world.s215, room, theme, an_ending(world, kind, name)).kind is kind


def test_what_others_made_can_be_pointed_to(world: World, as_: Any) -> None:
    _, theme = helped_by(world, "saoirse")
    form = {"kind": "Tricky Topic", "title": "T", "owner_id": "0", "nobody_yet": "y", "category": "other"}
    form |= {"intervention_kind": "other", "made_for": "nothing yet"}
    client = as_("saoirse")
    assert client.post(f"{HERE}/outcomes/{theme}", form).status == 422
    assert client.post(f"{HERE}/outcomes/{theme}", form | {"existing": "1"}).status == 303
