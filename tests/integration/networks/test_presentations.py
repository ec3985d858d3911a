"""A module's presentations: typed by the chair, met by a dataset."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from app.core.audit import AuditEntry
from app.core.db import db
from app.networks.models import Module, Presentation
from app.networks.services import meet_presentation
from tests.client import StrictClient
from tests.people import World

AS = Callable[[str | None], StrictClient]
URL = "/networks/s215/presentations"
KEEP = {"step": "keep"}


def of(world: World, network: str = "s215") -> dict[str, Presentation]:
    module_id = getattr(world, network).module_id
    return {each.code: each for each in db.session.query(Presentation).filter_by(module_id=module_id)}


def module_of(world: World) -> Module:
    found = db.session.get(Module, world.s215.module_id)
    assert found is not None
    return found


def test_the_chair_pastes_them_and_corrects_one(as_: AS, world: World) -> None:
    client = as_("dilys")
    page = client.follow(client.post(URL, {"lines": "19J\t5/10/2019\t36\n18J\t6/10/2018\t30", **KEEP}))
    assert "2 presentations kept." in page.text
    assert of(world)["19J"].starts_on == date(2019, 10, 5)
    assert of(world)["18J"].weeks == 30
    assert set(of(world, "mst124")) == {"16J", "17J", "18J"}
    told = db.session.query(AuditEntry).filter_by(verb="type a presentation").all()
    assert sorted(each.after for each in told) == ["18J, 2018-10-06, 30 weeks", "19J, 2019-10-05, 36 weeks"]
    assert "known already" in client.follow(client.post(URL, {"lines": "19J\t5/10/2019\t36", **KEEP})).text


def test_what_was_read_is_shown_before_it_is_kept(as_: AS, world: World) -> None:
    client = as_("dilys")
    lines = {"lines": "19J, 5 October 2019, 37 weeks\n18J, 6/10/2018, 30\n17J, 7 October 2017, 36"}
    page = client.post(URL, lines | {"step": "preview"})
    assert page.status == 200
    words = "19J: begins Saturday 5 October 2019, 37 weeks, ends Friday 19 June 2020; week 1 is 5 to 11 October."
    assert words in page.text
    assert "Corrects the one above: 6 October 2018, 36 weeks." in page.text
    assert "Stands above already." in page.text
    assert 'value="keep"' in page.html
    assert page.values()["lines"] == lines["lines"]
    assert "19J" not in of(world)


def test_faults_are_shown_by_line_before_anything_can_be_kept(as_: AS, world: World) -> None:
    page = as_("dilys").post(URL, {"lines": "19J, 5 October 2019, 36\n20J, soon, 36"})
    assert page.status == 200
    assert "Line 2: “soon” is no first day" in page.text
    assert "19J: begins Saturday 5 October 2019" in page.text
    assert 'value="keep"' not in page.html


def test_while_somebody_types_the_same_is_drawn_alone(as_: AS) -> None:
    part = as_("dilys").post(URL, {"lines": "19J, 5 October 2019, 36"}, headers={"HX-Request": "true"})
    assert part.status == 200
    assert part.html.lstrip().startswith('<div class="stack" id="read"')
    empty = as_("dilys").post(URL, {"lines": ""}, headers={"HX-Request": "true"})
    assert (empty.status, "What was read" in empty.text) == (200, False)


def test_a_line_that_cannot_be_used_keeps_what_was_typed_and_writes_nothing(as_: AS, world: World) -> None:
    page = as_("dilys").post(URL, {"lines": "19J, 5 October 2019, 36\n20J, soon, 36", **KEEP})
    assert page.status == 422
    assert "Line 2: “soon” is no first day" in page.text
    assert page.values()["lines"] == "19J, 5 October 2019, 36\n20J, soon, 36"
    assert "19J" not in of(world)
    assert as_("dilys").post(URL, {"lines": "Code, First day, Weeks", **KEEP}).status == 422


def test_who_may_and_who_may_not(as_: AS, world: World) -> None:
    line = {"lines": "19J, 5 October 2019, 36", **KEEP}
    assert as_("marek").get(URL).status == 200
    assert as_("amina").get(URL).status == 403
    assert as_("amina").post(URL, line).status == 403
    for stranger in ("chidi", "maud", "ada"):
        assert as_(stranger).get(URL).status == 404
        assert as_(stranger).post(URL, line).status == 404
    assert "19J" not in of(world)


def test_one_typed_by_mistake_is_removed_and_one_in_use_stays(as_: AS, world: World) -> None:
    client = as_("dilys")
    client.post(URL, {"lines": "19J, 5 October 2019, 36", **KEEP})
    mistaken, used = of(world)["19J"], of(world)["17J"]
    sure = {"confirmed": "yes"}
    assert client.post(f"{URL}/{used.id}/remove", sure).status == 403
    assert client.post(f"{URL}/{of(world, 'mst124')['16J'].id}/remove", sure).status == 404
    assert "19J is removed." in client.follow(client.post(f"{URL}/{mistaken.id}/remove", sure)).text
    assert set(of(world)) == {"16J", "17J", "18J"}


@pytest.mark.parametrize(("in_data", "typed_as"), [("17J", ""), ("2017J", "17J")])
def test_a_dataset_meets_what_was_typed_and_differences_are_shown(
    as_: AS, world: World, in_data: str, typed_as: str
) -> None:
    typed = of(world)["17J"]
    met = meet_presentation(module_of(world), in_data, 38)
    db.session.commit()
    assert met.id == typed.id
    assert (met.code, met.typed_code, met.weeks, met.weeks_in_data) == (in_data, typed_as, 36, 38)
    assert len(of(world)) == 3
    page = as_("dilys").get(URL)
    assert "38 weeks there" in page.text
    assert ("typed as 17J" in page.text) == bool(typed_as)
    assert as_("dilys").post(f"{URL}/{met.id}/remove", {"confirmed": "yes"}).status == 403
    as_("dilys").post(URL, {"lines": "17J, 7 October 2017, 38", **KEEP})
    assert len(of(world)) == 3
    assert "38 weeks there" not in as_("dilys").get(URL).text


def test_a_dataset_brings_what_nobody_typed(world: World) -> None:
    met = meet_presentation(module_of(world), "2014J", 34)
    assert (met.starts_on, met.weeks, met.weeks_in_data) == (None, 34, 34)
    assert meet_presentation(module_of(world), "2014J", 34).id == met.id


def test_while_a_network_is_set_up_saving_a_step_leads_to_the_next(as_: AS, world: World) -> None:
    world.s215.state, world.s215.purpose, world.s215.sponsor_id = "draft", "", None
    db.session.commit()
    client = as_("dilys")
    page = client.get("/networks/s215/set-up")
    assert "Find out which topics of S215" in page.values()["purpose"]
    assert "can wait" not in page.text.partition("Presentations")[0]
    form = {
        "purpose": page.values()["purpose"],
        "code_of_conduct_md": "We discuss the material.",
        **dict.fromkeys(
            ["sponsor_id", "data_responsible_id", "analytics_responsible_id", "interventions_responsible_id"],
            str(world.dilys.id),
        ),
    }
    # Presentations and people are there already: what is left is the study planner and the first cycle.
    assert client.post("/networks/s215/set-up", form).location.endswith("/networks/s215/planner/change")
    assert client.post(URL, {"lines": "19J, 5 October 2019, 36", **KEEP}).location.endswith(
        "/networks/s215/planner/change"
    )
    planner = {"presentation": str(of(world)["18J"].id), "text": "Unit\tWeeks\nRates\t1", "step": "keep"}
    assert client.post("/networks/s215/planner/change", planner).location.endswith("/networks/s215/cycle")
    assert "Setting the network up" not in as_("amina").get("/networks/s215/members").html
