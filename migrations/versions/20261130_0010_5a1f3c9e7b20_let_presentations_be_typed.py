"""Let presentations be typed, and meet what a dataset says of them.

Revision: 5a1f3c9e7b20, after efe3307fe5d4.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = "5a1f3c9e7b20"
down_revision = "efe3307fe5d4"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("presentation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("weeks_in_data", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("typed_code", sa.String(), server_default="", nullable=False))
    # Only a dataset brought presentations without their first day.
    op.execute("UPDATE presentation SET weeks_in_data = weeks WHERE starts_on IS NULL")


def downgrade() -> None:
    with op.batch_alter_table("presentation", schema=None) as batch_op:
        batch_op.drop_column("typed_code")
        batch_op.drop_column("weeks_in_data")
