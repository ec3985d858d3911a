"""What people said: discussions, topics with their anatomy, issues, votes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.analytics.demo.mapping import TOPIC_SITES, TOPICS
from app.core.actor import Actor
from app.core.db import db
from app.demo.content_files import moment
from app.demo.script import Script
from app.forums import services as forums
from app.forums.models import Discussion, Forum, ForumKind, Post
from app.topics import services as raised
from app.topics.models import ExampleSource, IssueCategory, IssueResponse


def discussions(telling: Script) -> None:
    for talk in telling.told["discussions"]:
        _discussion(telling, talk)


def _discussion(telling: Script, talk: dict[str, Any]) -> None:
    first, *answers = talk["posts"]
    made: dict[str, Any] = {}

    def begin() -> None:
        query = select(Forum).where(Forum.network_id == telling.network.id, Forum.kind == ForumKind(talk["forum"]))
        forum = db.session.scalars(query).one()
        author = telling.cast[first["who"]]
        spoken = first.get("moderator", False)
        discussion = forums.start_discussion(author, forum, talk["title"], first["text"], as_moderator=spoken)
        made["discussion"] = discussion
        post = forums.first_post(discussion)
        if first.get("important"):
            forums.mark_important(telling.cast["moderator1"], post, important=True)
        if talk.get("pinned"):
            forums.pin(telling.cast["moderator1"], discussion, pinned=True)
        telling.made[first.get("key", "")] = post

    telling.at(first["at"], begin)
    for answer in answers:
        _post(telling, lambda: made["discussion"], answer)


def _post(telling: Script, discussion: Callable[[], Discussion], said: dict[str, Any]) -> None:
    made: dict[str, Any] = {}

    def publish() -> None:
        made["post"] = forums.publish_post(
            telling.cast[said["who"]],
            discussion(),
            said["text"],
            reply_to=telling.made.get(said["reply"]) if "reply" in said else None,
            as_moderator=said.get("moderator", False),
            important=False,
        )
        if said.get("important"):
            forums.mark_important(telling.cast["moderator1"], made["post"], important=True)
        telling.made[said.get("key", "")] = made["post"]

    def take_away(verb: Callable[[Actor, Post, str], None], by: str, reason: str) -> None:
        verb(telling.cast[by], made["post"], reason)

    telling.at(said["at"], publish)
    for fate, verb in (("hidden", forums.hide_post), ("removed", forums.remove_post)):
        if fate in said:
            by, reason = said[fate]["by"], said[fate]["reason"]
            telling.at(said[fate]["at"], take_away, verb, by, reason)


def topics(telling: Script) -> None:
    for place, told in enumerate(telling.told["topics"]):
        _topic(telling, told, place)


def _raise(telling: Script, told: dict[str, Any]) -> None:
    made, cast = telling.made, telling.cast
    topic = raised.raise_topic(
        cast[told["raised"]["who"]],
        telling.network,
        title=told["title"],
        statement_md=told["statement"],
        from_post=made.get(told["raised"].get("from", "-")),
    )
    made[told["key"]] = topic
    blocks = [
        raised.add_block(cast["moderator1"], topic, title=title, assessable_by=sign)
        for title, sign in told.get("blocks", ())
    ]
    for example in told.get("examples", ()):
        raised.add_example(
            cast[example["who"]],
            topic,
            text=example["text"],
            source=ExampleSource(example["source"]),
            block_ids=[blocks[number - 1].id for number in example["blocks"]],
            codes=example["codes"],
        )


def _topic(telling: Script, told: dict[str, Any], place: int) -> None:
    made, cast = telling.made, telling.cast

    def step(who: str, verb: str, reason: str = "") -> None:
        raised.move_topic(cast[who], made[told["key"]], verb, reason)

    telling.at(told["raised"]["at"], _raise, telling, told)
    for said in told.get("talk", ()):
        _post(telling, lambda: db.session.get_one(Discussion, made[told["key"]].discussion_id), said)
    _votes(telling, told, place)
    for verb, who, when, *reason in told.get("moves", ()):
        telling.at(when, step, who, verb, *reason)
    if "merge" in told:
        merge = told["merge"]
        telling.at(
            merge["at"],
            lambda: raised.merge_topic(cast[merge["by"]], made[told["key"]], made[merge["into"]], merge["reason"]),
        )
    if "close" in told:
        verb, who, when = told["close"]
        telling.at(when, lambda: raised.move_topic(cast[who], made[told["key"]], verb))
    _mapping(telling, told)


def _votes(telling: Script, told: dict[str, Any], place: int) -> None:
    raised_at = moment(told["raised"]["at"])
    half_an_hour_later = raised_at + timedelta(minutes=20)
    when = (
        half_an_hour_later
        if "merge" in told
        else max(moment(told.get("vote_at", telling.told["vote_at"])), half_an_hour_later)
    )

    def vote() -> None:
        for voter in telling.cast.voters(told["votes"], place):
            raised.cast_vote(voter, made_subject())

    def made_subject() -> Any:
        return telling.made[told["key"]]

    telling.at(when, vote)


def _mapping(telling: Script, told: dict[str, Any]) -> None:
    code = telling.told["code"]
    known = next((topic for topic in TOPICS if (topic.module, topic.key) == (code, told["key"])), None)
    if known is None:
        return
    question = known.question or ""

    def draw() -> None:
        raised.map_topic(
            telling.cast["wrangler"],
            telling.made[told["key"]],
            week_from=known.week_from,
            week_to=known.week_to,
            sites=TOPIC_SITES[known.module, known.key],
            assessments=[(name, question) for name in known.assessments],
        )

    telling.at(telling.told["map_at"], draw)


def issues(telling: Script) -> None:
    for place, told in enumerate(telling.told["issues"]):
        _issue(telling, told, place + 3)


def _issue(telling: Script, told: dict[str, Any], place: int) -> None:
    made, cast = telling.made, telling.cast

    def begin() -> None:
        made[told["key"]] = raised.raise_issue(
            cast[told["raised"]["who"]],
            telling.network,
            title=told["title"],
            statement_md=told["statement"],
            category=IssueCategory(told["category"]),
            from_post=made.get(told["raised"].get("from", "-")),
        )

    def issue() -> Any:
        return made[told["key"]]

    telling.at(told["raised"]["at"], begin)
    _votes(telling, told, place)
    if "acknowledge" in told:
        who, when = told["acknowledge"]
        telling.at(when, lambda: raised.move_issue(cast[who], issue(), "acknowledge"))
    if "route" in told:
        _route(telling, told["route"], issue)
    if "respond" in told:
        by, on, response, words = told["respond"]
        telling.at(
            on, lambda: raised.respond_to_issue(cast[by], issue(), response=IssueResponse(response), response_md=words)
        )
    if "closed" in told:
        closer, then = told["closed"]
        telling.at(then, lambda: raised.move_issue(cast[closer], issue(), "close"))


def _route(telling: Script, told: list[str], issue: Callable[[], Any]) -> None:
    who, when, place, owner = told

    def route() -> None:
        responsible: Actor = telling.cast[owner]
        raised.route_issue(telling.cast[who], issue(), routed_to=place, owner_id=responsible.person_id)

    telling.at(when, route)
