"""Let a person's address change, once both addresses have answered.

Revision: 9e4b7c21d6f3, after e46a017a8eec.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import app.core.db


revision = "9e4b7c21d6f3"
down_revision = "e46a017a8eec"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "address_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("new_email", sa.String(), nullable=False),
        sa.Column("asked_at", app.core.db.UtcDateTime(), nullable=False),
        sa.Column("expires_at", app.core.db.UtcDateTime(), nullable=False),
        sa.Column("proven_at", app.core.db.UtcDateTime(), nullable=True),
        sa.Column("confirmed_at", app.core.db.UtcDateTime(), nullable=True),
        sa.Column("asks_chair_at", app.core.db.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_address_change_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_change")),
        sa.UniqueConstraint("handle", name=op.f("uq_address_change_handle")),
        sa.UniqueConstraint("person_id", name=op.f("uq_address_change_person_id")),
    )


def downgrade() -> None:
    op.drop_table("address_change")
