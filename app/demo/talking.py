"""What people said: discussions, topics with their anatomy, issues, votes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from io import BytesIO
from typing import Any

from sqlalchemy import select

from app.analytics.demo.mapping import TOPIC_SITES, TOPICS
from app.attachments import services as pictures
from app.attachments.services import Described, GivenFile
from app.core.actor import Actor
from app.core.db import db
from app.demo.content_files import moment
from app.demo.script import Script
from app.forums import services as forums
from app.forums.models import Discussion, Forum, ForumKind, Post, ReactionKind
from app.forums.reactions.services import react
from app.forums.summing_up import services as summing_up
from app.topics import services as raised
from app.topics.models import ExampleSource, IssueCategory, IssueResponse


def discussions(script: Script) -> None:
    for talk in script.told["discussions"]:
        _discussion(script, talk)


def _discussion(script: Script, talk: dict[str, Any]) -> None:
    first, *answers = talk["posts"]
    made: dict[str, Any] = {}

    def begin() -> None:
        query = select(Forum).where(Forum.network_id == script.network.id, Forum.kind == ForumKind(talk["forum"]))
        forum = db.session.scalars(query).one()
        author = script.cast[first["who"]]
        spoken = first.get("moderator", False)
        discussion = forums.start_discussion(author, forum, talk["title"], _words(script, first), as_moderator=spoken)
        made["discussion"] = discussion
        post = forums.first_post(discussion)
        if first.get("important"):
            forums.mark_important(script.cast["moderator1"], post, important=True)
        if talk.get("pinned"):
            forums.pin(script.cast["moderator1"], discussion, pinned=True)
        script.made[first.get("key", "")] = post

    script.at(first["at"], begin)
    _reactions(script, lambda: forums.first_post(made["discussion"]), first)
    for answer in answers:
        _post(script, lambda: made["discussion"], answer)
    if "summary" in talk:
        told = talk["summary"]
        summarise = summing_up.write_summary
        script.at(told["at"], lambda: summarise(script.cast[told["who"]], made["discussion"], told["text"], seen_id=0))


def _words(script: Script, said: dict[str, Any]) -> str:
    """What a post says, with the photograph that belongs to it."""
    if "photograph" not in said:
        return str(said["text"])
    author, held = script.cast[said["who"]], _photograph(said["photograph"])
    added = pictures.add_file(author, script.network, GivenFile(held, "working.jpg"))
    pictures.describe(author, script.network.id, {added.token: Described(said["shows"])})
    return f"{said['text']}\n\n[picture {added.token}]"


def _photograph(name: str) -> BytesIO:
    # Named only here: what it draws with would stand in the memory of every serving process.
    return BytesIO(import_module("app.demo.drawn.working").photograph_of(name))


def _post(script: Script, discussion: Callable[[], Discussion], said: dict[str, Any]) -> None:
    made: dict[str, Any] = {}

    def publish() -> None:
        made["post"] = forums.publish_post(
            script.cast[said["who"]],
            discussion(),
            _words(script, said),
            reply_to=script.made.get(said["reply"]) if "reply" in said else None,
            as_moderator=said.get("moderator", False),
            important=False,
        )
        if said.get("important"):
            forums.mark_important(script.cast["moderator1"], made["post"], important=True)
        script.made[said.get("key", "")] = made["post"]
        if said.get("answers"):
            summing_up.mark_answer(script.cast["moderator1"], made["post"], answers=True)

    def take_away(verb: Callable[[Actor, Post, str], None], by: str, reason: str) -> None:
        verb(script.cast[by], made["post"], reason)

    script.at(said["at"], publish)
    _reactions(script, lambda: made["post"], said)
    for fate, verb in (("hidden", forums.hide_post), ("removed", forums.remove_post)):
        if fate in said:
            by, reason = said[fate]["by"], said[fate]["reason"]
            script.at(said[fate]["at"], take_away, verb, by, reason)


def _reactions(script: Script, post: Callable[[], Post], said: dict[str, Any]) -> None:
    """How many see with their students what a post says, and how many thank for it, soon after it was written."""

    def press() -> None:
        for kind, name in ((ReactionKind.SEEN_TOO, "seen"), (ReactionKind.THANKS, "thanks")):
            others = script.cast.voters(said.get(name, 0) + 1, len(said["text"]))
            for each in [one for one in others if one.person_id != post().author_id][: said.get(name, 0)]:
                react(each, post(), kind, holds=True)

    if {"seen", "thanks"} & said.keys():
        script.at(moment(said["at"]) + timedelta(minutes=10), press)


def topics(script: Script) -> None:
    for place, told in enumerate(script.told["topics"]):
        _topic(script, told, place)


def _raise(script: Script, told: dict[str, Any]) -> None:
    made, cast = script.made, script.cast
    topic = raised.raise_topic(
        cast[told["raised"]["who"]],
        script.network,
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


def _topic(script: Script, told: dict[str, Any], place: int) -> None:
    made, cast = script.made, script.cast

    def step(who: str, verb: str, reason: str = "") -> None:
        raised.move_topic(cast[who], made[told["key"]], verb, reason)

    script.at(told["raised"]["at"], _raise, script, told)
    for said in told.get("talk", ()):
        _post(script, lambda: db.session.get_one(Discussion, made[told["key"]].discussion_id), said)
    _votes(script, told, place)
    for verb, who, when, *reason in told.get("moves", ()):
        script.at(when, step, who, verb, *reason)
    if "merge" in told:
        merge = told["merge"]
        script.at(
            merge["at"],
            lambda: raised.merge_topic(cast[merge["by"]], made[told["key"]], made[merge["into"]], merge["reason"]),
        )
    if "close" in told:
        verb, who, when = told["close"]
        script.at(when, lambda: raised.move_topic(cast[who], made[told["key"]], verb))
    _mapping(script, told)


def _votes(script: Script, told: dict[str, Any], place: int) -> None:
    raised_at = moment(told["raised"]["at"])
    half_an_hour_later = raised_at + timedelta(minutes=20)
    when = (
        half_an_hour_later
        if "merge" in told
        else max(moment(told.get("vote_at", script.told["vote_at"])), half_an_hour_later)
    )

    def vote() -> None:
        for voter in script.cast.voters(told["votes"], place):
            raised.cast_vote(voter, made_subject())

    def made_subject() -> Any:
        return script.made[told["key"]]

    script.at(when, vote)


def _mapping(script: Script, told: dict[str, Any]) -> None:
    code = script.told["code"]
    known = next((topic for topic in TOPICS if (topic.module, topic.key) == (code, told["key"])), None)
    if known is None:
        return
    question = known.question or ""

    def draw() -> None:
        raised.map_topic(
            script.cast["wrangler"],
            script.made[told["key"]],
            week_from=known.week_from,
            week_to=known.week_to,
            sites=TOPIC_SITES[known.module, known.key],
            assessments=[(name, question) for name in known.assessments],
        )

    script.at(script.told["map_at"], draw)


def issues(script: Script) -> None:
    for place, told in enumerate(script.told["issues"]):
        _issue(script, told, place + 3)


def _issue(script: Script, told: dict[str, Any], place: int) -> None:
    made, cast = script.made, script.cast

    def begin() -> None:
        made[told["key"]] = raised.raise_issue(
            cast[told["raised"]["who"]],
            script.network,
            title=told["title"],
            statement_md=told["statement"],
            category=IssueCategory(told["category"]),
            from_post=made.get(told["raised"].get("from", "-")),
        )

    def issue() -> Any:
        return made[told["key"]]

    script.at(told["raised"]["at"], begin)
    _votes(script, told, place)
    if "acknowledge" in told:
        who, when = told["acknowledge"]
        script.at(when, lambda: raised.move_issue(cast[who], issue(), "acknowledge"))
    if "route" in told:
        _route(script, told["route"], issue)
    if "respond" in told:
        by, on, response, words = told["respond"]
        script.at(
            on, lambda: raised.respond_to_issue(cast[by], issue(), response=IssueResponse(response), response_md=words)
        )
    if "closed" in told:
        closer, then = told["closed"]
        script.at(then, lambda: raised.move_issue(cast[closer], issue(), "close"))


def _route(script: Script, told: list[str], issue: Callable[[], Any]) -> None:
    who, when, place, owner = told

    def route() -> None:
        responsible: Actor = script.cast[owner]
        raised.route_issue(script.cast[who], issue(), routed_to=place, owner_id=responsible.person_id)

    script.at(when, route)
