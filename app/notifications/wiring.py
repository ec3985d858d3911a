"""Plugs the inbox and its mail into the application."""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Pages, the header's count, what is heard of others' events, the worker's jobs and commands."""
    from app.core import outbox
    from app.core.personal.retention import keep
    from app.core.personal_data import Period
    from app.notifications import jobs, panels
    from app.notifications.cli import commands
    from app.notifications.letters import asked, digest
    from app.notifications.letters import notices as letters
    from app.notifications.letters import workshops as workshop_letters
    from app.notifications.letters import write_ups as write_up_letters
    from app.notifications.listeners import forums as on_forums
    from app.notifications.models import Notice
    from app.notifications.notify import AT_ONCE
    from app.notifications.views import blueprint, stopping
    from app.web.page.panels import offer
    from app.web.worker.jobs import periodically

    app.register_blueprint(blueprint)
    app.register_blueprint(stopping)
    app.cli.add_command(commands)
    offer("header.counts", panels.inbox_count)
    offer("accounts.ways", panels.way_to_mail)
    outbox.register(AT_ONCE, jobs.mail_at_once)
    outbox.register(on_forums.TELL, on_forums.tell_of_post)
    outbox.register(jobs.DIGEST, jobs.write_digest)
    outbox.register(letters.AT_ONCE_LETTER, letters.send_at_once)
    outbox.register(digest.DIGEST_LETTER, digest.send_digest)
    outbox.register(asked.ASKED_LETTER, asked.send_asked)
    outbox.register(workshop_letters.LETTERS, workshop_letters.write_letters, quiet=True)
    outbox.register(workshop_letters.LETTER, workshop_letters.send_letter, quiet=True)
    outbox.register(write_up_letters.WRITE_UPS, write_up_letters.write_write_ups)
    outbox.register(write_up_letters.WRITE_UP, write_up_letters.send_write_up)
    periodically(app, "notifications_digest", jobs.owe_digests, minute="2,32")
    periodically(app, "notifications_asked", jobs.owe_asked_mail, minute="*")
    periodically(app, "notifications_forget_letters", jobs.forget_letters, minute="*/10")
    keep(Period.NOTICES, Notice, lambda at: Notice.created_at < at)
    _show_on_home(app)
    _read()
    _listen()
    _follow_accounts()
    _follow_workshops()


def _show_on_home(app: Flask) -> None:
    from app.notifications.since.panels import since
    from app.notifications.since.views import blueprint
    from app.web.page.panels import offer

    app.register_blueprint(blueprint)
    offer("home.news", since)


def _read() -> None:
    from app.notifications.readers import (
        accounts,
        actions,
        discussions,
        folded,
        interventions,
        moderation,
        networks,
        replies,
        searches,
        topics,
        workshops,
    )
    from app.notifications.reading import read_by

    read_by(discussions.discussions, "discussion")
    read_by(discussions.mentions, "mention")
    read_by(topics.topics, "topic")
    read_by(topics.issues, "issue")
    read_by(interventions.interventions, "intervention")
    read_by(actions.actions, "action", "due")
    read_by(networks.dates, "date")
    read_by(folded.folded, "mail")
    read_by(moderation.moderation, "moderation")
    read_by(topics.new_topics, "topics")
    read_by(topics.new_issues, "issues")
    read_by(networks.memberships, "membership")
    read_by(accounts.accounts, "account")
    read_by(networks.joining, "joining")
    read_by(replies.replies, "reply")
    read_by(searches.searches, "search")
    read_by(replies.drafts, "draft")
    read_by(workshops.workshops, "workshop")


def _listen() -> None:
    from app.actions import events as actions
    from app.core.events import listen
    from app.interventions import events as interventions
    from app.networks import events as networks
    from app.notifications.listeners import actions as on_actions
    from app.notifications.listeners import interventions as on_interventions
    from app.notifications.listeners import networks as on_networks
    from app.notifications.listeners import replies as on_replies
    from app.notifications.listeners import searches as on_searches
    from app.notifications.listeners import topics as on_topics
    from app.replies import events as replies
    from app.search import events as search
    from app.topics import events as topics

    _follow_forums()
    listen(topics.TopicRaised, on_topics.topic_raised)
    listen(topics.TopicMoved, on_topics.topic_moved)
    listen(topics.TopicsMerged, on_topics.topics_merged)
    listen(topics.IssueRaised, on_topics.issue_raised)
    listen(topics.IssueMoved, on_topics.issue_moved)
    listen(interventions.InterventionMoved, on_interventions.intervention_moved)
    listen(interventions.InterventionDecided, on_interventions.intervention_decided)
    listen(interventions.InterventionWentLive, on_interventions.intervention_went_live)
    listen(interventions.OutcomeRecorded, on_interventions.outcome_recorded)
    listen(actions.ActionAgreed, on_actions.action_agreed)
    listen(actions.ActionEdited, on_actions.action_edited)
    listen(actions.ActionMoved, on_actions.action_moved)
    listen(actions.ActionDueSoon, on_actions.action_due_soon)
    listen(actions.ActionOverdue, on_actions.action_overdue)
    listen(networks.CriticalDateSet, on_networks.critical_date_set)
    listen(networks.PeopleInvited, on_networks.people_invited)
    listen(networks.JoinRequested, on_networks.join_requested)
    listen(networks.JoinRequestAnswered, on_networks.join_request_answered)
    listen(replies.ReplyPublished, on_replies.reply_published)
    listen(replies.ReplyMoved, on_replies.reply_moved)
    listen(search.SavedSearchAnswered, on_searches.answered)


def _follow_forums() -> None:
    from app.core.events import listen
    from app.forums import events as forums
    from app.forums.moderation.events import PostsMoved
    from app.notifications.listeners import forums as on_forums
    from app.notifications.listeners import mentions as on_mentions
    from app.texts.events import PeopleNamed

    listen(forums.PostPublished, on_forums.post_published)
    listen(forums.PostHidden, on_forums.post_taken_back)
    listen(forums.PostRemoved, on_forums.post_taken_back)
    listen(PostsMoved, on_forums.posts_moved)
    listen(forums.PostPublished, on_mentions.people_named)
    listen(forums.PostEdited, on_mentions.people_named)
    listen(PeopleNamed, on_mentions.named_in_text)
    listen(forums.PostHidden, on_mentions.mention_taken_back)
    listen(forums.PostRemoved, on_mentions.mention_taken_back)


def _follow_accounts() -> None:
    from app.accounts import events as accounts
    from app.core.events import listen
    from app.networks.events import AddressAskedFor
    from app.notifications.listeners import accounts as on_accounts

    listen(accounts.AccountClosed, on_accounts.account_closed)
    listen(accounts.AccountReopened, on_accounts.account_reopened)
    listen(accounts.AdministratorNamed, on_accounts.administrator_named)
    listen(accounts.AdministratorEnded, on_accounts.administrator_ended)
    listen(accounts.PersonErased, on_accounts.person_erased)
    listen(accounts.AccountsMerged, on_accounts.accounts_merged)
    listen(accounts.AddressChanged, on_accounts.address_changed)
    listen(AddressAskedFor, on_accounts.address_asked_for)


def _follow_workshops() -> None:
    from app.core.events import listen
    from app.notifications.listeners import workshops as on_workshops
    from app.notifications.listeners import write_ups as on_write_ups
    from app.workshops import events as workshops

    listen(workshops.WorkshopInvited, on_workshops.workshop_invited)
    listen(workshops.WorkshopUninvited, on_workshops.workshop_uninvited)
    listen(workshops.WorkshopMoved, on_workshops.workshop_moved)
    listen(workshops.BallotClosesSoon, on_workshops.ballot_closes_soon)
    listen(workshops.NextRoundOpened, on_workshops.next_round_opened)
    listen(workshops.BallotPutOff, on_workshops.ballot_put_off)
    listen(workshops.WriteUpPublished, on_write_ups.write_up_published)
