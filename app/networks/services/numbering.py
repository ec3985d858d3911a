"""Numbers that people say aloud: topic 7, action 12."""

from __future__ import annotations

from sqlalchemy import update

from app.core.db import db, insert_once
from app.networks.models import Counter


def next_number(network_id: int, kind: str) -> int:
    """The next number of this kind in the network, from 1, without gaps or twins under concurrency.

    The counter's row stays locked until the transaction ends, so whoever comes second waits.
    No permission is asked: the service that creates the thing has asked already.
    """
    raise_it = (
        update(Counter)
        .where(Counter.network_id == network_id, Counter.kind == kind)
        .values(last=Counter.last + 1)
        .returning(Counter.last)
        .execution_options(synchronize_session=False)
    )
    number = db.session.execute(raise_it).scalar()
    if number is None:
        insert_once(Counter, {"network_id": network_id, "kind": kind, "last": 0})
        number = db.session.execute(raise_it).scalar_one()
    return int(number)
