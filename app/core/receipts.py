"""Replayed forms: the receipt of a form that was accepted, so that sending it again does nothing new."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Model, db, insert_once, key, points_to


class FormReceipt(Model):
    __tablename__ = "form_receipt"

    id: Mapped[key]
    #: A digest of who sent what to which address, with the random key made when the form was shown.
    form_key: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int | None] = points_to("person.id")
    #: Where the accepted form led to.
    location: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)


def earlier_location(form_key: str, person_id: int | None) -> str | None:
    """Where this person's earlier sending of the same form led, if there was one."""
    found = select(FormReceipt.location).where(FormReceipt.form_key == form_key, FormReceipt.person_id == person_id)
    return db.session.execute(found).scalar()


def keep_receipt(form_key: str, person_id: int | None, location: str) -> bool:
    """Note the acceptance in the same transaction; False if another request was quicker."""
    values = {"form_key": form_key, "person_id": person_id, "location": location, "at": clock.real_now()}
    return insert_once(FormReceipt, values)


def forget_before(instant: datetime) -> None:
    db.session.execute(delete(FormReceipt).where(FormReceipt.at < instant))
