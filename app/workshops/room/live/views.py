"""Following a room: the stream of its log for browsers, and the same in one answer for those that cannot hold a stream."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response, current_app, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.db import db
from app.core.numbers import names_a_row
from app.core.permissions import require
from app.web.actor import actor
from app.web.extensions import limiter
from app.web.serving.stream_origin import pages_origin, stream_origin
from app.workshops.context import WorkshopContext, blueprint, workshop_at
from app.workshops.policy import Permission, runs_it
from app.workshops.room.live.facilitator_presence import is_reconnecting
from app.workshops.room.live.hub import RoomHub, must_reset, stream
from app.workshops.room.live.places import Holder, NoPlace
from app.workshops.room.live.sse import reset
from app.workshops.room.queries import counts

#: Seconds after which a browser that found the house full asks again.
FULL_FOR = 20


@blueprint.get("/networks/<slug>/workshops/<int:number>/room/now")
@limiter.exempt
def room_now(slug: str, number: int) -> ResponseReturnValue:
    """Where the room is, in one small answer."""
    where = workshop_at(slug, number)
    require(actor(), Permission.READ_BOARD, where.seat)
    if where.seat.holds_lease:
        current_app.extensions["presence"].asks((where.workshop.id, actor().person_id))
    answer = now(where)
    return answer, {"Cache-Control": "no-store"}


@blueprint.get("/networks/<slug>/workshops/<int:number>/stream", endpoint="stream")
@limiter.exempt
def stream_room(slug: str, number: int) -> ResponseReturnValue:
    """The log from a number on (Last-Event-ID or ?after=), for as long as the browser listens."""
    where = workshop_at(slug, number)
    require(actor(), Permission.READ_BOARD, where.seat)
    rooms: RoomHub = current_app.extensions["rooms"]
    holder = Holder(actor().person_id, where.network.id)
    try:
        rooms.places.take(holder)
    except NoPlace as full:
        headers = {"Retry-After": str(FULL_FOR), "Cache-Control": "no-store", **_cross_port()}
        return Response(
            f"{full.message} {full.help_text}\n", full.status, headers, content_type="text/plain; charset=utf-8"
        )
    try:
        return _open(rooms, where, holder)
    except Exception:
        rooms.places.give_back(holder)
        raise


def now(where: WorkshopContext) -> dict[str, object]:
    """The state of the room as the script of the page wants it."""
    workshop, numbers = where.workshop, counts.room_counts(where.workshop, seen_by=actor())
    phase = None if workshop.phase_ix is None else workshop.phases[workshop.phase_ix]
    return {
        "seq": workshop.seq,
        "state": workshop.state,
        "version": workshop.version,
        "phase": None if phase is None else {"ix": phase.ix, "kind": phase.kind, "title": phase.title},
        "ends_at": phase.ends_at.isoformat() if phase and phase.ends_at else None,
        "seconds_left": phase.seconds_left if phase else None,
        "reconnecting": is_reconnecting(workshop, seen_by=actor()),
        "server_now": clock.now().isoformat(),
        "counts": {"people": numbers.people, "here": numbers.here, "ready": numbers.ready, "cards": numbers.cards},
    }


def stream_address(where: WorkshopContext) -> str:
    """Where a browser follows this room: on this site's own address, or on the stream process's port."""
    path = url_for("workshops.stream", slug=where.network.slug, number=where.workshop.number)
    return f"{stream_origin(current_app.extensions['settings'])}{path}"


def _open(rooms: RoomHub, where: WorkshopContext, holder: Holder) -> Response:
    """Come in first, then read what was missed: what happens in between is in both, and is sent once."""
    after, runs = _after(), runs_it(actor(), where.seat)
    workshop_id, seq = where.workshop.id, where.workshop.seq
    # Its connection goes back before the log is read with another. When many come back at once, each holding one and
    # waiting for a second, all would wait for each other.
    db.session.close()
    follower = rooms.follow(workshop_id, seq)
    presence, own = current_app.extensions["presence"], (workshop_id, actor().person_id)
    if runs:
        presence.comes(own)

    def gone() -> None:
        rooms.leave(follower)
        if runs:
            presence.goes(own)

    try:
        missed = rooms.noted_after(workshop_id, after)
    except Exception:
        gone()
        raise
    begin_anew = must_reset(missed, after, seq)
    body: Iterable[bytes] = [reset(seq)] if begin_anew else stream(follower, missed, after, runs_it=runs, admitted=seq)
    answer = Response(body, content_type="text/event-stream; charset=utf-8")
    answer.headers.update({"Cache-Control": "no-store", "X-Accel-Buffering": "no", **_cross_port()})
    answer.call_on_close(gone)
    answer.call_on_close(lambda: rooms.places.give_back(holder))
    return answer


def _after() -> int:
    """How far the browser has got: what it says itself, or what it said when it first came."""
    said = (request.headers.get("Last-Event-ID", ""), request.args.get("after", ""))
    return max((int(each) for each in said if names_a_row(each)), default=0)


def _cross_port() -> dict[str, str]:
    """Lets the site's own pages, and no others, read an answer that comes from the stream process's port."""
    if not current_app.extensions["settings"].stream_origin:
        return {}
    return {
        "Access-Control-Allow-Origin": pages_origin(),
        "Access-Control-Allow-Credentials": "true",
        "Vary": "Origin",
    }
