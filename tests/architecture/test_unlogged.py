"""When somebody wrote a card or voted stands in no log: what leaves a line is listed here, and the rest is marked.

A new address that changes something is either marked `unlogged` (app/web/serving/request_log.py), with all of its
blueprint or alone, or its blueprint stands below with the reason why its time may be known; in blueprints with votes each stands alone.
"""

from __future__ import annotations

import ast
import re

from flask import Flask

from app.core import outbox
from app.web.serving.request_log import is_unlogged
from tests.architecture.addresses import changes_something
from tests.architecture.source import called_name, python_files, short, tree_of

#: Whatever these change is no vote and no card.
LOGGED = {
    "accounts": "signing in and one's own account, where the site keeps times for their owner",
    "actions": "the register, which says who did what and when",
    "administration": "the site's own work",
    "attachments": "pictures and files, which carry who added them and when",
    "datasets": "sending, publishing and withdrawing datasets, of which the history says who and when",
    "forums": "posts, which carry their writer and their time",
    "letters": "which letters somebody wants",
    "mail": "which letters somebody wants",
    "networks": "people and cycles, of which the history says who and when",
    "notifications": "marks as read, and which mail somebody wants",
    "privacy": "asking for a copy of all that is kept about oneself, erasing oneself, the privacy page",
    "questions": "asking for figures, which is written down with who asked",
    "search": "one's own saved searches, which carry when they were saved",
    "replies": "replies, which carry who wrote and who approved them",
    "since": "marks as read",
}
#: These hold votes too: each address that leaves a line.
ONE_BY_ONE = {
    "interventions.conclude",
    "interventions.decide",
    "interventions.design",
    "interventions.edit",
    "interventions.live",
    "interventions.new_intervention",
    "interventions.outcome",
    "interventions.produce",
    "interventions.ready",
    "planner.change",
    "topics.blocks",
    "topics.edit_block",
    "topics.edit_example",
    "topics.edit_issue",
    "topics.edit_topic",
    "topics.issue_step",
    "topics.mapping",
    "topics.move_block",
    "topics.new_example",
    "topics.new_issue",
    "topics.new_topic",
    "topics.remove_block",
    "topics.remove_example",
    "topics.respond_to_issue",
    "topics.route_issue",
    "topics.similar",
    "topics.step",
    "topics.undo_issue_step",
    "topics.undo_step",
}
OF_VOTES = re.compile(r"vote|ballot|card|\bdots?\b|support|second|straw")
#: Work that leaves a line, by how its kind begins. What workshops owe leaves none.
LOGGED_WORK = ("accounts.", "attachments.", "mail", "networks.", "notifications.", "search.")
QUIET_WORK = {"notifications.workshop_letters", "notifications.workshop_letter"}


def blueprint_of(endpoint: str) -> str:
    return endpoint.rpartition(".")[0]


def test_what_changes_something_leaves_a_line_only_if_it_stands_here(site: Flask) -> None:
    leave = {
        r.endpoint for r in site.url_map.iter_rules() if changes_something(r) and not is_unlogged(site, r.endpoint)
    }
    alone = {endpoint for endpoint in leave if blueprint_of(endpoint) not in LOGGED}
    assert alone == ONE_BY_ONE
    assert {blueprint_of(endpoint) for endpoint in leave - alone} == set(LOGGED)
    assert all(len(reason.split()) >= 3 for reason in LOGGED.values())


def test_nothing_called_after_votes_or_cards_leaves_a_line(site: Flask) -> None:
    rules = list(site.url_map.iter_rules())
    found = [
        r.endpoint for r in rules if OF_VOTES.search(f"{r.endpoint} {r.rule}") and not is_unlogged(site, r.endpoint)
    ]
    assert found == []


def test_no_page_of_a_workshop_leaves_a_line(site: Flask) -> None:
    """Reading neither: each browser in a room asks again when somebody wrote."""
    ours = [r.endpoint for r in site.url_map.iter_rules() if "/workshops" in r.rule and r.endpoint != "letters.choose"]
    assert len(ours) > 40
    assert [endpoint for endpoint in ours if not is_unlogged(site, endpoint)] == []


def test_whoever_leaves_no_receipt_leaves_no_line(site: Flask) -> None:
    """The views that keep nothing of who sent a form stand in modules whose addresses are all unlogged."""
    keeping = {
        short(path)
        for path in python_files("app")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and called_name(node) == "leave_no_receipt"
    }
    assert len(keeping) >= 3
    for endpoint, view in site.view_functions.items():
        if view.__module__.replace(".", "/") + ".py" in keeping:
            assert is_unlogged(site, endpoint), endpoint


def test_work_leaves_a_line_only_if_it_is_none_of_workshops(site: Flask) -> None:
    assert outbox._erased <= outbox._quiet
    kinds = {kind for kind in outbox._handlers if not kind.startswith("tests")}
    loud = kinds - outbox._quiet
    assert [kind for kind in loud if not kind.startswith(LOGGED_WORK) or "workshop" in kind] == []
    assert {kind for kind in kinds & outbox._quiet if kind.startswith(LOGGED_WORK)} == QUIET_WORK
