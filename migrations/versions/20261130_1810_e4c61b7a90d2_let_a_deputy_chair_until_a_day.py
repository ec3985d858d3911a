"""Let a deputy chair until a day.

Revision: e4c61b7a90d2, after b7d24f8e6a13. Going back, deputies are chairs like others.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "e4c61b7a90d2"
down_revision = "b7d24f8e6a13"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.add_column(sa.Column("until_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_column("until_on")
