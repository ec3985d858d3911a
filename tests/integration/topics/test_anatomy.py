"""Stumbling blocks and problem examples: add, change, reorder, remove."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import selectinload

from app.core.actor import Actor
from app.core.db import db
from app.topics import services
from app.topics.forms import SOURCES
from app.topics.models import ExampleSource, ProblemExample, StumblingBlock, TrickyTopic
from tests.client import StrictClient
from tests.people import World

As = Callable[[str | None], StrictClient]
ActorFor = Callable[[str], Actor]
BLOCKS = "/networks/s215/topics/1/blocks"
EXAMPLES = "/networks/s215/topics/1/examples"


def titles(topic: TrickyTopic) -> list[str]:
    rows = db.session.query(StumblingBlock).filter_by(topic_id=topic.id).order_by(StumblingBlock.position)
    return [block.title for block in rows]


def test_blocks_are_added_reordered_changed_and_removed(topic: TrickyTopic, as_: As) -> None:
    client = as_("tomos")
    for title in ("First", "Second", "Third"):
        client.follow(client.post(BLOCKS, {"title": title, "assessable_by": "An answer shows it."}))
    third = db.session.query(StumblingBlock).filter_by(title="Third").one()
    client.post(f"{BLOCKS}/{third.id}/move-up")
    assert titles(topic) == ["First", "Third", "Second"]
    client.post(f"{BLOCKS}/{third.id}/move-down")
    client.post(f"{BLOCKS}/{third.id}/move-down")
    assert titles(topic) == ["First", "Second", "Third"]
    form = client.get(f"{BLOCKS}/{third.id}").values()
    client.post(f"{BLOCKS}/{third.id}", {**form, "title": "Last"})
    assert titles(topic) == ["First", "Second", "Last"]
    client.post(f"{BLOCKS}/{third.id}/remove")
    assert titles(topic) == ["First", "Second"]


def test_fewer_than_three_and_more_than_six_are_warned_about_and_allowed(topic: TrickyTopic, as_: As) -> None:
    client = as_("amina")
    page = client.follow(client.post(BLOCKS, {"title": "One"}))
    assert "1 so far." in page.text
    assert "Fewer than three" in page.text
    for at in range(6):
        page = client.follow(client.post(BLOCKS, {"title": f"More {at}"}))
    assert "More than six usually means two topics in one" in page.text
    assert len(titles(topic)) == 7


def test_a_block_without_a_title_is_refused(topic: TrickyTopic, as_: As) -> None:
    answer = as_("amina").post(BLOCKS, {"title": "", "assessable_by": "kept"})
    assert answer.status == 422
    assert answer.values()["assessable_by"] == "kept"


@pytest.mark.parametrize(("who", "status"), [("saoirse", 403), ("wanda", 403), ("spencer", 403), ("chidi", 404)])
def test_who_may_not_name_blocks(who: str, status: int, topic: TrickyTopic, as_: As) -> None:
    assert as_(who).get(BLOCKS).status == status
    assert as_(who).post(BLOCKS, {"title": "Mine"}).status == status


def test_another_topics_block_is_not_found(ready: TrickyTopic, as_: As, actor_for: ActorFor, world: World) -> None:
    other = services.raise_topic(actor_for("amina"), world.s215, title="Other", statement_md="Words.")
    block = services.add_block(actor_for("amina"), other, title="Elsewhere")
    db.session.commit()
    assert as_("amina").get(f"{BLOCKS}/{block.id}").status == 404
    assert as_("amina").post(f"{BLOCKS}/{block.id}/remove").status == 404
    answer = as_("amina").post(f"{EXAMPLES}/new", {"text": "x", "source": "exam", "block_ids": str(block.id)})
    assert answer.status == 422


def test_two_who_change_the_same_block(ready: TrickyTopic, as_: As) -> None:
    block = db.session.query(StumblingBlock).filter_by(title="Leaving group").one()
    seen = as_("ben").get(f"{BLOCKS}/{block.id}").values()["version"]
    as_("amina").post(f"{BLOCKS}/{block.id}", {"version": seen, "title": "Hers"})
    answer = as_("ben").post(f"{BLOCKS}/{block.id}", {"version": seen, "title": "His"})
    assert answer.status == 409
    assert "Hers" in answer.text
    assert block.title == "Hers"


def test_an_example_shows_under_each_block_and_in_the_causes(ready: TrickyTopic, as_: As) -> None:
    first, second, _third = db.session.query(StumblingBlock).order_by(StumblingBlock.position)
    client = as_("wanda")
    data = {
        "text": "Carbon with five bonds",
        "source": "marking",
        "block_ids": [first.id, second.id],
        "codes": ["1a", "3b"],
    }
    page = client.follow(client.post(f"{EXAMPLES}/new", data))
    assert [quote.find("p").text for quote in page.find_all("blockquote")].count("Carbon with five bonds") == 2
    [causes] = page.find_all("table", class_="matrix")
    rows = {(row.find("th").text or "").strip(): [cell.text for cell in row.findall("td")] for row in causes.iter("tr")}
    assert rows["Incomplete or flawed prior knowledge"] == ["1", "1", "1", "0"], "in all, and by stumbling block"
    assert rows["Terminology"] == ["1", "1", "1", "0"]
    assert rows["Intuitive belief"] == ["1", "1", "0", "0"]
    assert "Not met so far: Lack of linked concepts." in page.text
    assert "Lack of linked concepts" not in rows, "a cause that nobody met takes no row"


def test_whoever_hears_the_page_hears_formulas_in_words_too(ready: TrickyTopic, as_: As) -> None:
    """What stands in a link for screen readers is set by no script."""
    client = as_("wanda")
    page = client.follow(client.post(f"{EXAMPLES}/new", {"text": r"Arrow from \(\ce{H+}\)", "source": "marking"}))
    said = ["".join(each.itertext()) for each in page.find_all("span", class_="visually-hidden")]
    assert [words for words in said if "Arrow from H" in words]
    assert not [words for words in said if "\\ce" in words]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"text": "", "source": "exam"}, "Please write what students say or write."),
        ({"text": "x" * 2001, "source": "exam"}, "At most 2,000 characters."),
        ({"text": "x", "source": "hearsay"}, "Choose from the list."),
        ({"text": "x", "source": "exam", "codes": ["9z"]}, "Choose from the list."),
    ],
)
def test_faulty_examples(typed: dict[str, object], fault: str, ready: TrickyTopic, as_: As) -> None:
    answer = as_("amina").post(f"{EXAMPLES}/new", typed)
    assert answer.status == 422
    assert fault in answer.text


def test_others_classify_but_do_not_reword(ready: TrickyTopic, as_: As) -> None:
    example = db.session.query(ProblemExample).one()
    ben = as_("ben")
    form = ben.get(f"{EXAMPLES}/{example.id}")
    assert "text" not in form.values()
    sent = {"codes": ["2a"], "version": form.values()["version"], "text": "Changed by stealth"}
    ben.follow(ben.post(f"{EXAMPLES}/{example.id}", sent))
    assert example.text == "The arrow shows where the atom goes."
    assert [tag.code for tag in ready_example().tags] == ["2a"]
    assert as_("saoirse").get(f"{EXAMPLES}/{example.id}").status == 403
    assert ben.post(f"{EXAMPLES}/{example.id}/remove").status == 403


def test_two_who_classify_the_same_example(ready: TrickyTopic, as_: As) -> None:
    example = db.session.query(ProblemExample).one()
    version = as_("ben").get(f"{EXAMPLES}/{example.id}").values()["version"]
    as_("tomos").post(f"{EXAMPLES}/{example.id}", {"codes": ["3a"], "version": version})
    answer = as_("ben").post(f"{EXAMPLES}/{example.id}", {"codes": ["3b"], "version": version})
    assert answer.status == 409
    assert [tag.code for tag in ready_example().tags] == ["3a"]


def test_a_removed_example_leaves_no_words_behind(ready: TrickyTopic, as_: As) -> None:
    """A quote is removed when it says too much about somebody: then it must be gone from the history as well."""
    example = db.session.query(ProblemExample).one()
    client = as_("amina")
    page = client.follow(client.post(f"{EXAMPLES}/{example.id}/remove"))
    assert "where the atom goes" not in page.html
    history = client.get("/networks/s215/topics/1/history")
    assert "Removed a problem example" in history.text
    assert "where the atom goes" not in history.html


def test_removing_a_block_keeps_its_examples(ready: TrickyTopic, as_: As) -> None:
    block = db.session.query(StumblingBlock).filter_by(title="Starts at electrons").one()
    client = as_("amina")
    client.post(f"{BLOCKS}/{block.id}/remove")
    page = client.get("/networks/s215/topics/1")
    assert "The arrow shows where the atom goes." in page.text
    assert "Not tied to a stumbling block yet" in page.text


def test_a_merged_topic_takes_nothing_more(ready: TrickyTopic, as_: As, actor_for: ActorFor, world: World) -> None:
    other = services.raise_topic(actor_for("amina"), world.s215, title="Other", statement_md="Words.")
    services.merge_topic(actor_for("marek"), ready, other, "The same.")
    db.session.commit()
    assert as_("amina").post(BLOCKS, {"title": "Late"}).status == 403
    answer = as_("amina").post(f"{EXAMPLES}/new", {"text": "Late", "source": "exam"})
    assert answer.status == 403
    assert "Add to the one that took its place" in answer.text


def ready_example() -> ProblemExample:
    return db.session.query(ProblemExample).options(selectinload(ProblemExample.tags)).one()


def test_the_sources_have_words() -> None:
    assert set(SOURCES) == set(ExampleSource)
