"""Let posts stand elsewhere than where they were born: what was read goes by strands, and numbers are only shown.

Revision: 7a3e9c5b1d04, after d7b04e8f21ac. Until now every post stands in the discussion in which it was written.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "7a3e9c5b1d04"
down_revision = "d7b04e8f21ac"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("discussion", schema=None) as batch_op:
        batch_op.add_column(sa.Column("last_number", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("first_post_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE discussion SET last_number = post_count, first_post_id = "
        "(SELECT min(post.id) FROM post WHERE post.discussion_id = discussion.id AND post.position = 1)"
    )
    with op.batch_alter_table("discussion", schema=None) as batch_op:
        batch_op.alter_column("last_number", server_default=None)
        batch_op.create_foreign_key(
            batch_op.f("fk_discussion_merged_into_id_discussion"), "discussion", ["merged_into_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_discussion_merged_into_id"), ["merged_into_id"])
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.add_column(sa.Column("strand_id", sa.Integer(), nullable=True))
    op.execute("UPDATE post SET strand_id = discussion_id")
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.alter_column("strand_id", existing_type=sa.Integer(), nullable=False)
        batch_op.create_foreign_key(batch_op.f("fk_post_strand_id_discussion"), "discussion", ["strand_id"], ["id"])
        batch_op.create_index("ix_post_discussion_id_created_at", ["discussion_id", "created_at", "id"])
        batch_op.create_index("ix_post_strand_id", ["strand_id", "id"])
    op.create_table(
        "strand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("discussion_id", sa.Integer(), nullable=False),
        sa.Column("strand_id", sa.Integer(), nullable=False),
        sa.Column("began_in_id", sa.Integer(), nullable=False),
        sa.Column("last_visible_post_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["network_id"], ["learning_network.id"], name=op.f("fk_strand_network_id_learning_network")
        ),
        sa.ForeignKeyConstraint(["discussion_id"], ["discussion.id"], name=op.f("fk_strand_discussion_id_discussion")),
        sa.ForeignKeyConstraint(["strand_id"], ["discussion.id"], name=op.f("fk_strand_strand_id_discussion")),
        sa.ForeignKeyConstraint(["began_in_id"], ["forum.id"], name=op.f("fk_strand_began_in_id_forum")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_strand")),
        sa.UniqueConstraint("discussion_id", "strand_id", name=op.f("uq_strand_discussion_id_strand_id")),
    )
    op.create_index("ix_strand_network_id_last_visible_post_id", "strand", ["network_id", "last_visible_post_id"])
    op.create_index(op.f("ix_strand_strand_id"), "strand", ["strand_id"])
    op.create_index(op.f("ix_strand_began_in_id"), "strand", ["began_in_id"])
    op.execute(
        "INSERT INTO strand (network_id, discussion_id, strand_id, began_in_id, last_visible_post_id) "
        "SELECT network_id, id, id, began_in_id, last_visible_post_id FROM discussion WHERE post_count > 0 ORDER BY id"
    )


def downgrade() -> None:
    op.drop_table("strand")
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.drop_index("ix_post_strand_id")
        batch_op.drop_index("ix_post_discussion_id_created_at")
        batch_op.drop_constraint(batch_op.f("fk_post_strand_id_discussion"), type_="foreignkey")
        batch_op.drop_column("strand_id")
    with op.batch_alter_table("discussion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_discussion_merged_into_id"))
        batch_op.drop_constraint(batch_op.f("fk_discussion_merged_into_id_discussion"), type_="foreignkey")
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("first_post_id")
        batch_op.drop_column("last_number")
