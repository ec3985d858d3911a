"""Keep no name while votes are open.

Revision: 52420dd2d075, after 8d41f6b0c7e2.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = "52420dd2d075"
down_revision = "8d41f6b0c7e2"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workshop_pseudonymous_part",
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("pseudonym", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "pseudonym", name=op.f("pk_workshop_pseudonymous_part")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("workshop_ballot", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pseudonym", sa.String(), nullable=True))
        batch_op.create_index("ix_workshop_ballot_round_id_pseudonym", ["round_id", "pseudonym"], unique=True)


def downgrade() -> None:
    with op.batch_alter_table("workshop_ballot", schema=None) as batch_op:
        batch_op.drop_index("ix_workshop_ballot_round_id_pseudonym")

    # Not in a batch: that would write the table anew in the order of its rows.
    op.drop_column("workshop_ballot", "pseudonym")

    op.drop_table("workshop_pseudonymous_part")
