"""Replayed forms: the receipt of a form that was accepted, so that sending it again does nothing new."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Model, db, insert_once, key, points_to
from app.core.personal_data import Erasure, Merging, Period, Personal


class FormReceipt(Model):
    __tablename__ = "form_receipt"

    id: Mapped[key]
    #: A digest of who sent what to which address, with the random key made when the form was shown.
    form_key: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int | None] = points_to(
        "person.id",
        personal=Personal(
            "receipts of forms that you sent",
            facts=("at",),
            place=("location",),
            erasure=Erasure.DELETE,
            kept=Period.RECEIPTS,
            merging=Merging.END,
        ),
    )
    #: Where the accepted form led to.
    location: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)


def earlier_locations(form_keys: Iterable[str], person_id: int | None) -> dict[str, str]:
    """Where this person's earlier sendings of these forms led, as far as there were any."""
    found = select(FormReceipt.form_key, FormReceipt.location)
    mine = found.where(FormReceipt.form_key.in_(form_keys), FormReceipt.person_id == person_id)
    return {row.form_key: row.location for row in db.session.execute(mine)}


def keep_receipt(form_key: str, person_id: int | None, location: str) -> bool:
    """Note the acceptance in the same transaction; False if another request was quicker."""
    values = {"form_key": form_key, "person_id": person_id, "location": location, "at": clock.real_now()}
    return insert_once(FormReceipt, values)
