"""What became of accounts in the reader's networks. The name is read now: it may be withheld or gone by then."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.models import Person
from app.core.actor import Actor
from app.core.db import db
from app.core.language.spoken import lazy_gettext
from app.core.text.words import isolated
from app.networks.models import Role
from app.networks.queries import former_names_among
from app.notifications.models import Notice
from app.notifications.readers._rows import subjects
from app.notifications.reading import NoticeWords

#: What happened → the line, and what it means.
WORDS = {
    "closed": (
        "An administrator closed the account of {}",
        lazy_gettext(
            "They cannot sign in any more. Membership and words stay. See whether anything of theirs needs somebody else."
        ),
    ),
    "reopened": (
        "An administrator opened the account of {} again",
        lazy_gettext("They can take part again, as before."),
    ),
    "administers": (
        "{} administers the site now",
        lazy_gettext("They open and close accounts and networks. By that alone nobody reads a network."),
    ),
    "administers-no-more": (
        "{} administers the site no more",
        lazy_gettext("Their account and their roles in networks stay."),
    ),
    "asks-address": (
        "{} asks you to confirm another address",
        lazy_gettext("They cannot read their old mailbox any more. Speak to them before you confirm it."),
    ),
    "address": (
        "A chair confirmed another address for {}",
        lazy_gettext("The old address could not be read any more."),
    ),
    "merged": (
        "{} made two accounts one",
        lazy_gettext("Roles, words and votes of both are under this name now. Where both had voted, one vote is left."),
    ),
    "erased": (
        "The account of a member was erased: now “{}”",
        lazy_gettext(
            "They have left for good. What they wrote stays under these words. See whether anything of theirs needs somebody else."
        ),
    ),
}


def accounts(notices: Sequence[Notice], seen_by: Actor) -> dict[int, NoticeWords]:
    """For those who chair the network still."""
    mine = [each for each in notices if Role.CHAIR in seen_by.roles_in(each.network_id)]
    people = {each for each in subjects(mine) if each is not None}
    if not people:
        return {}
    names = dict(iter(db.session.execute(select(Person.id, Person.name).where(Person.id.in_(people)))))
    withheld = former_names_among(people, seen_by)
    found = {}
    for each in mine:
        name = withheld.get((each.network_id or 0, each.subject_id or 0)) or names.get(each.subject_id or 0)
        if name and each.what in WORDS:
            title, text = WORDS[each.what]
            found[each.id] = NoticeWords(title.format(isolated(name)), text)
    return found
