"""Find withheld names by an index.

Revision: efe3307fe5d4, after 8d41f6b0c7e2.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = "efe3307fe5d4"
down_revision = "8d41f6b0c7e2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(
            "ix_membership_withheld",
            ["network_id", "person_id"],
            unique=False,
            sqlite_where=sa.text("left_at IS NOT NULL AND name_withheld = 1"),
            postgresql_where=sa.text("left_at IS NOT NULL AND name_withheld"),
        )


def downgrade() -> None:
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_membership_withheld",
            sqlite_where=sa.text("left_at IS NOT NULL AND name_withheld = 1"),
            postgresql_where=sa.text("left_at IS NOT NULL AND name_withheld"),
        )
