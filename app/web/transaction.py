"""One transaction per request, closed here and nowhere else.

A safe request never writes: whatever it changed by mistake is dropped. An unsafe one commits if it
was answered without an error; what it owes is in the outbox by then, and the worker is nudged.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from hashlib import sha256

from flask import Flask, Response, g, make_response, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from app.core.concurrency import receipts
from app.core.db import came_second, db
from app.core.transactions.engine import set_will_write
from app.web.actor import actor
from app.web.errors import OUTAGES, raced, unavailable

log = logging.getLogger(__name__)

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
#: Of a form's fields those that say nothing: what lets it in, and the name of the draft that it ends.
NOT_SAID = frozenset({"csrf_token", "draft"})
_after_commit: list[Callable[[], None]] = []


def after_commit(call: Callable[[], None]) -> None:
    """Call this after each commit of a request. It may fail without harm: it is only a nudge."""
    if call not in _after_commit:
        _after_commit.append(call)


def init_app(app: Flask) -> None:
    @app.before_request
    def _begin() -> ResponseReturnValue | None:
        set_will_write(will=request.method not in SAFE)
        return _replayed() if request.method == "POST" else None

    @app.teardown_request
    def _over(_fault: BaseException | None) -> None:
        # Whatever runs in this thread after the request is none that only reads.
        set_will_write(will=True)

    @app.after_request
    def _close(response: Response) -> Response:
        if request.method in SAFE:
            _end_reading()
            return response
        if response.status_code >= 400:
            db.session.rollback()
            return response
        try:
            if not _keep_receipt(response):
                db.session.rollback()
                return _as_the_first(response)
            if not _keep_key(response):
                return make_response(raced())
            db.session.commit()
        except StaleDataError:  # seen only now, when the change is written
            return make_response(raced())
        except IntegrityError as fault:
            if not came_second(fault):
                raise
            return make_response(raced())
        except OUTAGES as fault:
            return make_response(unavailable(fault))
        nudge()
        return response


def _end_reading() -> None:
    # With a commit, because at a rollback psycopg forgets the statements it has prepared, which is a third of what a page
    # costs on PostgreSQL. What a view changed by mistake is not flushed: it is dropped.
    if db.session.new or db.session.dirty or db.session.deleted:
        db.session.rollback()
    else:
        db.session.commit()


def key_of_this_form() -> str:
    """What the receipt of this form is kept under; "" for a form without a key.

    It holds who sent what to which address: whoever goes back and writes something else sends a new
    form, and a key that another person or page uses as well stands in nobody's way.
    """
    form_key = request.form.get("form_key", "") if request.method == "POST" else ""
    if not form_key:
        return ""
    said = sorted((name, text) for name, text in request.form.items(multi=True) if name not in NOT_SAID)
    return sha256(json.dumps([actor().person_id, request.full_path, said]).encode()).hexdigest()


def _key_alone() -> str:
    """The same without what was said: known of forms that make something new (see BaseForm.makes_new)."""
    return sha256(json.dumps([actor().person_id, request.full_path, request.form["form_key"]]).encode()).hexdigest()


def leave_no_receipt() -> None:
    """Keep nothing of who sent this form: for words and votes that no name may be kept with."""
    g.leaves_no_receipt = True


def _replayed() -> ResponseReturnValue | None:
    receipt_key = key_of_this_form()
    if not receipt_key:
        return None
    by_key = _key_alone()
    led_to = receipts.earlier_locations((receipt_key, by_key), actor().person_id)
    if receipt_key not in led_to:
        g.form_led_to = led_to.get(by_key, "")
        return None
    g.replayed = True
    return redirect(led_to[receipt_key], 303)


def _keep_receipt(response: Response) -> bool:
    """False if a twin of this form was accepted while this request ran: then this one must change nothing."""
    if g.get("leaves_no_receipt"):
        return True
    receipt_key = key_of_this_form()
    if not receipt_key or g.get("replayed") or response.status_code not in {302, 303} or not actor().signed_in:
        return True
    return receipts.keep_receipt(receipt_key, actor().person_id, response.location)


def _as_the_first(response: Response) -> Response:
    """A twin was quicker: what this one made is gone again, so it leads to what the twin made."""
    receipt_key = key_of_this_form()
    led_to = receipts.earlier_locations((receipt_key,), actor().person_id)
    response.location = led_to.get(receipt_key, response.location)
    return response


def _keep_key(response: Response) -> bool:
    """False if the same form with other words was accepted while this request ran."""
    kept = g.pop("form_makes_new", False) and key_of_this_form() and response.status_code in {302, 303}
    kept = kept and actor().signed_in and not g.get("leaves_no_receipt")
    return not kept or receipts.keep_receipt(_key_alone(), actor().person_id, response.location)


def nudge() -> None:
    """After a commit, here or where else one is made: tell whoever wants to know. A failure does no harm."""
    for call in _after_commit:
        try:
            call()
        except Exception:
            log.warning("the worker could not be nudged", exc_info=True)
