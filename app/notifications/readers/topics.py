"""What became of a topic or an issue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.core.actor import Actor
from app.core.language.spoken import gettext
from app.core.text import pictures
from app.core.text.words import quoted
from app.notifications.models import Notice
from app.notifications.readers._rows import named, subjects, visible_rows
from app.notifications.reading import NoticeWords
from app.topics.lifecycle import ISSUE, TOPIC
from app.topics.models import AdditionalIssue, TrickyTopic
from app.topics.policy import visible_issues, visible_topics


def topics(notices: Sequence[Notice], seen_by: Actor) -> dict[int, NoticeWords]:
    rows = visible_rows(TrickyTopic, [*subjects(notices), *named(notices, "into")], visible_topics, seen_by)
    found = {}
    for each in notices:
        if (topic := rows.get(each.subject_id)) is not None:
            found[each.id] = _of_topic(each, topic, rows.get(each.facts.get("into")))
    return found


def _of_topic(notice: Notice, topic: TrickyTopic, into: TrickyTopic | None) -> NoticeWords:
    name = quoted(topic.title)
    if notice.what == "raised":
        return NoticeWords(gettext("Your post was raised as a Tricky Topic: %(name)s", name=name))
    if notice.what == "merged":
        target = quoted(into.title) if into is not None else "another"
        return NoticeWords(
            gettext("%(name)s was merged into %(target)s; its votes went along", name=name, target=target),
            _reason(topic, "merged"),
        )
    state = str(notice.facts.get("state", topic.state))
    return NoticeWords(
        gettext("%(name)s is now: %(topic)s", name=name, topic=TOPIC.label(state)), _reason(topic, state)
    )


def new_topics(notices: Sequence[Notice], seen_by: Actor) -> dict[int, NoticeWords]:
    rows = visible_rows(TrickyTopic, named(notices, "latest"), visible_topics, seen_by)
    return _new(notices, rows, (gettext("Tricky Topic"), gettext("Tricky Topics")))


def new_issues(notices: Sequence[Notice], seen_by: Actor) -> dict[int, NoticeWords]:
    rows = visible_rows(AdditionalIssue, named(notices, "latest"), visible_issues, seen_by)
    return _new(notices, rows, ("additional issue", "additional issues"))


def _new(notices: Sequence[Notice], rows: Mapping[Any, Any], called: tuple[str, str]) -> dict[int, NoticeWords]:
    """However many were raised, one line; it names the latest."""
    found = {}
    for each in notices:
        if (latest := rows.get(each.facts.get("latest"))) is not None:
            one = each.events == 1
            title = f"New {called[0]}: {quoted(latest.title)}" if one else f"{each.events} new {called[1]}"
            found[each.id] = NoticeWords(
                title, "" if one else gettext("The latest: %(title)s", title=quoted(latest.title))
            )
    return found


def _reason(topic: TrickyTopic, state: str) -> str:
    """Why it came to this state. The reason that a topic holds is that of its latest move."""
    return (topic.state_reason or "") if topic.state == state else ""


def issues(notices: Sequence[Notice], seen_by: Actor) -> dict[int, NoticeWords]:
    rows = visible_rows(AdditionalIssue, subjects(notices), visible_issues, seen_by)
    sources = visible_rows(TrickyTopic, named(notices, "topic"), visible_topics, seen_by)
    found = {}
    for each in notices:
        if (issue := rows.get(each.subject_id)) is not None:
            found[each.id] = _of_issue(each, issue, sources.get(each.facts.get("topic")))
    return found


def _of_issue(notice: Notice, issue: AdditionalIssue, source: TrickyTopic | None) -> NoticeWords:
    name = quoted(issue.title)
    if notice.what == "raised":
        return NoticeWords(gettext("Your post was raised as an additional issue: %(name)s", name=name))
    if notice.what == "listed":
        # By the issue's title: a topic that went elsewhere keeps the words it had then.
        return NoticeWords(
            gettext("%(name)s is now on the list of additional issues", name=name),
            _reason(source, "moved_to_issue") if source is not None else "",
        )
    state = str(notice.facts.get("state", issue.state))
    answer = (
        f"{issue.response.value}: {pictures.in_words(issue.response_md or '')}"
        if state == "responded" and issue.response
        else ""
    )
    return NoticeWords(gettext("%(name)s is now: %(issue)s", name=name, issue=ISSUE.label(state)), answer)
