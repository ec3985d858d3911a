"""The desk: of one network, or of all that the reader keeps going."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.errors import Refused
from app.core.language.spoken import gettext, lazy_gettext
from app.core.permissions import require
from app.forums.flags.queries import flags_waiting
from app.networks import queries as networks
from app.networks.policy import Capability, holds
from app.standing import queries
from app.standing.desk import queries as desk_queries
from app.standing.panels import address_of, at_once
from app.standing.policy import Permission, desks_of
from app.standing.queries import Waiter
from app.standing.waits import VERBS
from app.topics.queries.duplicates import probable_duplicates
from app.web.actor import actor
from app.web.page.panels import panel

blueprint = Blueprint("desk", __name__, template_folder="../templates")

#: The parts of the desk in their order: a heading, and the verbs whose waits stand under it.
PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (lazy_gettext("Raised and not yet placed"), ("sort", "acknowledge", "route", "shortlist")),
    (lazy_gettext("Actions"), ("do", "free", "hand over", "verify")),
    (lazy_gettext("Decisions of the chair"), ("prioritise", "decide", "call ready", "conclude", "approve", "move on")),
    (
        lazy_gettext("Without a reply yet"),
        ("draft", "follow up", "rewrite", "publish", "settle", "close topic", "close issue"),
    ),
    (
        lazy_gettext("Being made and measured"),
        ("propose", "support", "make", "go live", "measure", "respond", "finish issue"),
    ),
    (lazy_gettext("Workshops"), ("invite", "open", "conclude workshop")),
)
#: So many rows of a part are shown before one opens the rest.
SHOWN = 5


class DeskRow(NamedTuple):
    each: Waiter
    url: str
    #: Where it is done with one press; "" where the page asks for more, or somebody else is next.
    post: str
    label: str
    is_mine: bool

    @property
    def whom(self) -> str:
        return self.each.party.value if self.each.party else self.each.person or ""

    @property
    def to(self) -> str:
        return VERBS[self.each.verb].to


@blueprint.get("/desk")
def all_of_mine() -> ResponseReturnValue:
    mine = desks_of(actor())
    if not mine:
        raise Refused(
            gettext("The desk is for moderators, chairs and sponsors."),
            gettext("What waits for you stands on your home."),
        )
    return _desk(mine)


@blueprint.get("/networks/<slug>/desk")
def of_network(slug: str) -> ResponseReturnValue:
    network = networks.network(slug, seen_by=actor())
    require(actor(), Permission.DESK, network)
    return _desk([network.id], network=network)


def _desk(ids: Collection[int], **page: Any) -> ResponseReturnValue:
    reader = actor()
    mine = {(each.kind, each.id) for each in queries.waiting_for(seen_by=reader, among=ids)}
    rows = [_row(each, is_mine=(each.kind, each.id) in mine) for each in queries.waiting_in(ids, seen_by=reader)]
    flagged = flags_waiting(ids, seen_by=reader)
    parts = [(heading, [row for row in rows if row.each.verb in verbs]) for heading, verbs in PARTS]
    return render_template(
        "standing/desk.html",
        parts=[(heading, found, _count(found)) for heading, found in parts if found],
        unanswered=desk_queries.unanswered_discussions(ids, seen_by=reader),
        flagged=[(place, count) for place in reader.places if (count := flagged.get(place.id))],
        thin=desk_queries.thin_topics(ids, seen_by=reader),
        alike=probable_duplicates(ids, seen_by=reader),
        others=panel("standing.desk", networks=ids, actor=reader),
        participation=desk_queries.participation(ids, seen_by=reader),
        desks=[place for place in reader.places if place.id in desks_of(reader)],
        waits=_count(rows),
        today=clock.today(),
        back=url_for("desk.of_network", slug=page["network"].slug) if page else url_for("desk.all_of_mine"),
        shown=SHOWN,
        most=desk_queries.MOST,
        places_moderated={place.slug for place in reader.places if holds(reader, Capability.MODERATE, place.id)},
        days=desk_queries.UNANSWERED_AFTER.days,
        blocks=desk_queries.BLOCKS,
        lately=desk_queries.LATELY.days,
        **page,
    )


def _count(rows: list[DeskRow]) -> int:
    """How many wait, those not given among them: each kind and verb says how many it has."""
    return sum({(row.each.kind, row.each.verb): row.each.of for row in rows}.values())


def _row(each: Waiter, *, is_mine: bool) -> DeskRow:
    return DeskRow(each, address_of(each), at_once(each) if is_mine else "", VERBS[each.verb].label, is_mine)
