"""Kinds of work in words, and which of them may be looked at one by one."""

from __future__ import annotations

from app.administration.letters.sorts import SORTS
from app.core import mail

#: Only work of which it may be said when it failed. All other tells of workshops, or goes to those who voted or did not.
SHOWN = {
    mail.KIND: "A letter about an account or a network",
    "accounts.letter": "A letter about an account",
    "accounts.address_letter": "A letter about a change of address",
    "networks.join_letter": "A letter to who asks to join",
    "administration.settings_letter": "A letter about changed settings",
    "notifications.digest": "A digest to be put together",
    "notifications.digest_letter": "A digest",
    "notifications.asked_letter": "A letter about what somebody follows",
    "attachments.forget": "A picture or file to be taken out of the store",
    "search.index": "An entry of the search index",
    "analytics.check": "A dataset to be checked",
}
#: What may be taken out for good: letters, whose stopping harms nothing but that they do not arrive.
STOPPABLE = frozenset(kind for sort in SORTS for kind in sort.kinds) & SHOWN.keys()

#: What the worker does by the clock, in words.
PERIODIC = {
    "backup": "The day’s backup",
    "files_collect": "Pictures and files that nobody uses",
    "remind_owners": "Reminders of actions that are due",
    "forums_render": "Posts brought up to the present form",
    "notifications_digest": "Digests owed to who wants one at this hour",
    "notifications_forget_letters": "Letters about news emptied after they went",
    "forget_letters": "Letters about accounts emptied after they went",
    "forget_tries": "Sign-in tries forgotten",
    "empty_thrown_away_drafts": "Drafts that were thrown away a day ago",
    "forums_reopen": "Discussions unlocked whose day has come",
    "search_mend": "Words that are searched, where some were missing",
    "search_tell": "News for those who saved a search",
    "search_tidy": "Words that are searched put in order",
    "end_deputies": "Deputies whose time is over",
    "forget_address_changes": "Changes of address forgotten that are over",
    "forget_join_requests": "Requests to join forgotten",
    "forget_uploads": "Files of datasets forgotten that nobody touches",
    "retention": "What is older than its period deleted",
}
