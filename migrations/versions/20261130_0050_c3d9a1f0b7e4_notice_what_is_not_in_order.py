"""Notice what is not in order, and of whom it was told.

Revision: c3d9a1f0b7e4, after 7b1d3c9e5a42.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import app.core.db


revision = "c3d9a1f0b7e4"
down_revision = "7b1d3c9e5a42"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "site_watch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("until", app.core.db.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_watch")),
    )
    op.create_table(
        "site_trouble",
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("since", app.core.db.UtcDateTime(), nullable=False),
        sa.Column("over_since", app.core.db.UtcDateTime(), nullable=True),
        sa.Column("tried_at", app.core.db.UtcDateTime(), nullable=True),
        sa.Column("told_at", app.core.db.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("part", name=op.f("pk_site_trouble")),
    )


def downgrade() -> None:
    op.drop_table("site_trouble")
    op.drop_table("site_watch")
