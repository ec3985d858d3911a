"""What people and other features do to topics and issues: verbs, each in the file of its subject."""

from __future__ import annotations

from app.topics.services.anatomy import (
    add_block,
    add_example,
    classify_example,
    edit_block,
    edit_example,
    move_block,
    remove_block,
    remove_example,
)
from app.topics.services.answering import move_issue, respond_to_issue, route_issue, take_back_issue_step
from app.topics.services.casting import cast_vote, withdraw_vote
from app.topics.services.mapping import map_topic
from app.topics.services.merging import merge_topic, move_to_issue
from app.topics.services.moving import move_topic, take_back_topic_step
from app.topics.services.raising import edit_issue, edit_topic, raise_issue, raise_topic

__all__ = [
    "add_block",
    "add_example",
    "cast_vote",
    "classify_example",
    "edit_block",
    "edit_example",
    "edit_issue",
    "edit_topic",
    "map_topic",
    "merge_topic",
    "move_block",
    "move_issue",
    "move_to_issue",
    "move_topic",
    "raise_issue",
    "raise_topic",
    "remove_block",
    "remove_example",
    "respond_to_issue",
    "route_issue",
    "take_back_issue_step",
    "take_back_topic_step",
    "withdraw_vote",
]
