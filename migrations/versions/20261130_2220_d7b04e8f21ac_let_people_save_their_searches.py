"""Let people save their searches, and hear of what is new to them.

Revision: d7b04e8f21ac, after a3f19c5d7e62.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "d7b04e8f21ac"
down_revision = "a3f19c5d7e62"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("tells", sa.Boolean(), nullable=False),
        sa.Column("told_to", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["learning_network.id"], name=op.f("fk_saved_search_network_id_learning_network")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_search_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_saved_search_person_id_name")),
    )
    op.create_index(op.f("ix_saved_search_network_id"), "saved_search", ["network_id"])


def downgrade() -> None:
    op.drop_table("saved_search")
