"""Note what posts link to, so that a topic, an issue or an action can say where it is mentioned.

Revision: a7f3c92e1b64, after 4c9e7a1f5d38. Posts from before have no such links: what they say stays as it is.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "a7f3c92e1b64"
down_revision = "4c9e7a1f5d38"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "post_reference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_reference_post_id_post")),
        sa.ForeignKeyConstraint(
            ["network_id"], ["learning_network.id"], name=op.f("fk_post_reference_network_id_learning_network")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_reference")),
        sa.UniqueConstraint(
            "post_id", "network_id", "kind", "number", name=op.f("uq_post_reference_post_id_network_id_kind_number")
        ),
    )
    with op.batch_alter_table("post_reference", schema=None) as batch_op:
        batch_op.create_index(
            "ix_post_reference_network_id_kind_number", ["network_id", "kind", "number"], unique=False
        )


def downgrade() -> None:
    op.drop_table("post_reference")
