"""Note what every text links to, not posts alone: statements, cases, replies and write-ups as well.

Revision: e5b81c64d20f, after d8b2f60c7a19. What posts link to is carried over. Other texts from before have no such links
until they are edited.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "e5b81c64d20f"
down_revision = "d8b2f60c7a19"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "text_reference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["learning_network.id"], name=op.f("fk_text_reference_network_id_learning_network")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_text_reference")),
        sa.UniqueConstraint(
            "text",
            "text_id",
            "network_id",
            "kind",
            "number",
            name=op.f("uq_text_reference_text_text_id_network_id_kind_number"),
        ),
    )
    with op.batch_alter_table("text_reference", schema=None) as batch_op:
        batch_op.create_index(
            "ix_text_reference_network_id_kind_number", ["network_id", "kind", "number"], unique=False
        )
    op.execute(
        "INSERT INTO text_reference (text, text_id, network_id, kind, number) "
        "SELECT 'post', post_id, network_id, kind, number FROM post_reference ORDER BY id"
    )
    op.drop_table("post_reference")


def downgrade() -> None:
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
    op.execute(
        "INSERT INTO post_reference (post_id, network_id, kind, number) "
        "SELECT text_id, network_id, kind, number FROM text_reference WHERE text = 'post' ORDER BY id"
    )
    op.drop_table("text_reference")
