"""Say when what is done by the clock last ran, and whether it went well.

Revision: 5f0d2a9c71be, after 5c8e1d7a2f46.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import app.core.db


revision = "5f0d2a9c71be"
down_revision = "5c8e1d7a2f46"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "periodic_run",
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("begun_at", app.core.db.UtcDateTime(), nullable=False),
        sa.Column("ended_at", app.core.db.UtcDateTime(), nullable=True),
        sa.Column("fault", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_periodic_run")),
    )


def downgrade() -> None:
    op.drop_table("periodic_run")
