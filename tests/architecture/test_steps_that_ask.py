"""What sends letters, ends, closes, publishes, deletes, or moves many asks once; what does not ask is listed here.

A new address that changes something is wrapped in `asks_once` (app/web/page/asking.py), or stands below with its reason.
"""

from __future__ import annotations

from flask import Flask

from tests.architecture.addresses import SAFE, changes_something
from tests.architecture.source import ROOT

OWN_WORDS = "one's own words or parts of a thing, which can be changed again"
OWN_MARK = "one's own mark or setting, taken back by the same button"
A_STEP = "a step on the way that is taken back by another, and tells nobody by letter at once"
A_FORM = "a form of its own with a reason in it, whose button says what it does"
ROOM = "moves the room for the people in it, and another step moves it back"
SIGNING_IN = "lets a person in or out, and touches nobody else"
ONE_LETTER = "one letter, to the person who is named in the form"

DO_NOT_ASK: dict[str, str] = {
    **dict.fromkeys(
        [
            "accounts.check_in",
            "accounts.sign_out",
            "accounts.reset",
            "accounts.take_up_invitation",
            "accounts.password",
        ],
        SIGNING_IN,
    ),
    **dict.fromkeys(
        ["accounts.administrator", "accounts.end_session", "accounts.end_others"],
        "a form of its own with the password in it",
    ),
    "accounts.account": OWN_MARK,
    "forums.mark_answer": OWN_MARK,
    **dict.fromkeys(
        ["topics.undo_step", "topics.undo_issue_step", "actions.undo_verify"],
        "takes one's own last step back, within minutes of it",
    ),
    "forums.summary": OWN_WORDS,
    **dict.fromkeys(
        ["accounts.keep_draft", "accounts.throw_draft_away", "accounts.bring_draft_back"],
        "one's own draft; for a day it can be brought back",
    ),
    "accounts.merge": "a form of its own with a password in it; nothing is changed",
    "accounts.merge_now": "a page of its own that says what would move, for whoever has said the password",
    "accounts.address": "a form of its own with the password in it; nothing changes before two letters are answered",
    **dict.fromkeys(
        ["accounts.new_address", "accounts.old_address"], "the page behind a link asks, and says what it means"
    ),
    "accounts.ask_for_reset": ONE_LETTER,
    "accounts.tokens": "makes one, which can be revoked",
    **dict.fromkeys(
        ["administration.settings", "administration.first_settings"], "a form of its own, which can be changed again"
    ),
    "administration.test_letter": ONE_LETTER,
    "administration.try_piece_again": "a piece of work that was owed anyway",
    "administration.try_again": "letters that were owed anyway, and other work of the site",
    "accounts.set_up": "makes the first account of a site, on a page of its own",
    **dict.fromkeys(["actions.edit", "actions.new_action", "actions.note"], OWN_WORDS),
    **dict.fromkeys(["actions.start", "actions.unblock", "actions.finish", "actions.verify"], A_STEP),
    **dict.fromkeys(["actions.block", "actions.send_back"], A_FORM),
    **dict.fromkeys(["actions.critical", "actions.not_critical"], A_STEP),
    "attachments.add": "one's own, seen by nobody else before its words are published",
    "attachments.take_out": "one's own, which nobody else has seen",
    "forums.flag_post": "a form of its own with a reason in it, whose button says what it does",
    "forums.handle_flag": A_STEP,
    "forums.split": "a page of its own that counts what would happen, and again if the choice is another; it can be undone",
    "datasets.datasets": "begins an upload, which changes nothing until it is published",
    **dict.fromkeys(["datasets.send_files", "datasets.send_piece", "datasets.check"], "nothing serves by that"),
    "datasets.serve_again": A_STEP,
    "forums.edit": OWN_WORDS,
    **dict.fromkeys(["forums.follow_discussion", "forums.follow_forum", "forums.follow_network"], OWN_MARK),
    **dict.fromkeys(
        [
            "forums.mark_read",
            "forums.mark_unread",
            "forums.read_forum",
            "forums.read_network",
            "forums.choose_reading",
            "forums.react",
        ],
        OWN_MARK,
    ),
    "forums.hide": "its words stay, and “Restore” shows them again",
    "forums.restore": "shows again what was hidden",
    "forums.important": A_STEP,
    "forums.moderate": A_STEP,
    "forums.preview": "stores nothing of it",
    **dict.fromkeys(["forums.reply", "forums.start"], OWN_WORDS),
    **dict.fromkeys(["interventions.new_intervention", "interventions.edit"], OWN_WORDS),
    **dict.fromkeys(["interventions.decide", "interventions.outcome"], A_FORM),
    **dict.fromkeys(["interventions.design", "interventions.produce", "interventions.ready"], A_STEP),
    **dict.fromkeys(["interventions.support", "interventions.withdraw_support"], OWN_MARK),
    "letters.choose": OWN_MARK,
    **dict.fromkeys(["mail.stop", "notifications.mail"], OWN_MARK),
    **dict.fromkeys(["networks.admin", "networks.members", "networks.people"], ONE_LETTER),
    **dict.fromkeys(["networks.consent", "networks.declare"], OWN_MARK),
    "networks.invite_several": "shows first, line by line, who would get a letter, and sends only what it has shown",
    **dict.fromkeys(
        ["networks.join", "networks.confirm_joining"], "asks, and somebody else decides; one letter at most"
    ),
    "networks.joining": "makes a link that lets nobody in by itself, and can be withdrawn",
    "networks.answer_request": ONE_LETTER,
    "networks.deputy": ONE_LETTER,
    "networks.send_again": "letters to those who stand above the button, each of whom was invited by somebody who meant it",
    "networks.critical_dates": "sets a date, which can be withdrawn",
    "networks.cycle": "opens a cycle, by a form of its own",
    "planner.change": "a table that was looked at, and can be pasted again",
    "networks.presentations": "facts about the module, which can be typed again",
    "networks.set_up": "the network's own words, which can be changed again",
    **dict.fromkeys(["notifications.open_notice", "notifications.read_all"], "marks as read; nothing goes away"),
    **dict.fromkeys(["since.done", "since.undo"], "marks as read; one press takes it back"),
    "questions.questions": A_FORM,
    **dict.fromkeys(
        ["privacy.erase", "privacy.erase_person"],
        "a page of its own that says what would happen, with the password in it",
    ),
    "privacy.own_data": "a form of its own with the password in it; nothing is changed",
    "privacy.word": "the university's own words, which can be changed again",
    "replies.acknowledge_reply": OWN_MARK,
    "replies.approve_reply": "changing the words takes the approval back, and nobody is told before it is published",
    **dict.fromkeys(["replies.new_reply", "replies.edit_reply"], OWN_WORDS),
    "replies.send_back_reply": A_FORM,
    **dict.fromkeys(
        [
            "topics.blocks",
            "topics.edit_block",
            "topics.edit_example",
            "topics.edit_issue",
            "topics.edit_topic",
            "topics.mapping",
            "topics.move_block",
            "topics.new_example",
            "topics.new_issue",
            "topics.new_topic",
        ],
        OWN_WORDS,
    ),
    **dict.fromkeys(["topics.respond_to_issue", "topics.route_issue"], A_FORM),
    "topics.similar": "stores nothing of it",
    "search.saved": "one's own question under a name, which can be removed again",
    **dict.fromkeys(["topics.vote_for_issue", "topics.vote_for_topic"], OWN_MARK),
    **dict.fromkeys(["workshops.answer", "workshops.answer_by_link", "workshops.second"], OWN_MARK),
    "workshops.ballot": "the voter's own, and the page says above its button whether it can be changed",
    **dict.fromkeys(
        [
            "workshops.bring",
            "workshops.cards",
            "workshops.edit_card",
            "workshops.edit_theme",
            "workshops.new_theme",
            "workshops.note_on_theme",
            "workshops.outcome",
            "workshops.section",
            "workshops.saved_template",
        ],
        OWN_WORDS,
    ),
    "workshops.new": "plans one, of which nobody is told before the invitations",
    "workshops.change_part": A_STEP,
    **dict.fromkeys(
        ["workshops.decide_one", "workshops.move_card", "workshops.undo"], "one card or proposal, undone at once"
    ),
    **dict.fromkeys(["workshops.dismiss_suggestion", "workshops.leave_card", "workshops.dots"], OWN_MARK),
    "workshops.dot_budget": ROOM,
    **dict.fromkeys(["workshops.hide_card", "workshops.report_card"], A_FORM),
    "workshops.show_card_again": "shows again what was hidden",
}


def test_every_step_asks_or_is_listed_with_its_reason(site: Flask) -> None:
    steps = {
        rule.endpoint for rule in site.url_map.iter_rules() if rule.endpoint != "static" and changes_something(rule)
    }
    asking = {each for each in steps if hasattr(site.view_functions[each], "asks_once")}
    assert steps - asking - set(DO_NOT_ASK) == set(), "neither asks once nor is listed"
    assert set(DO_NOT_ASK) - steps == set(), "listed, and there is no such step"
    assert set(DO_NOT_ASK) & asking == set(), "listed as one that does not ask, and asks"
    assert all(len(reason.split()) > 2 for reason in DO_NOT_ASK.values())


def test_what_must_ask_asks(site: Flask) -> None:
    """By what its name says: a new way to publish, close, remove or send is not put into the list by habit."""
    words = (
        "publish",
        "remove",
        "revoke",
        "close",
        "conclude",
        "withdraw",
        "drop",
        "leave",
        "merge",
        "uninvite",
        "accept_all",
    )
    spared = {"interventions.withdraw_support", "workshops.leave_card"}  # both are one's own, and taken back
    # The first changes nothing and leads to the second, a page that says what would happen and does it for nobody else.
    spared |= {"accounts.merge", "accounts.merge_now"}
    named = {
        rule.endpoint
        for rule in site.url_map.iter_rules()
        if rule.endpoint != "static" and (rule.methods or set()) - SAFE and any(word in rule.endpoint for word in words)
    }
    assert {each for each in named - spared if not hasattr(site.view_functions[each], "asks_once")} == set()
    assert len(named) > 10


def test_a_question_that_stands_under_its_button_brings_the_answer() -> None:
    """Else one would be asked twice."""
    macro = (ROOT / "app/templates/components/confirm.html").read_text(encoding="utf-8")
    assert 'name="confirmed" value="yes"' in macro
