"""Say which post answers a discussion, and what all of it said, so that whoever comes later need not read everything.

Revision: b6e8d2a4c073, after a5d3f7c91e64.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "b6e8d2a4c073"
down_revision = "a5d3f7c91e64"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "answer_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("discussion_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("said_by_id", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["discussion_id"], ["discussion.id"], name=op.f("fk_answer_mark_discussion_id_discussion")
        ),
        sa.ForeignKeyConstraint(["said_by_id"], ["person.id"], name=op.f("fk_answer_mark_said_by_id_person")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_answer_mark_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_mark")),
        sa.UniqueConstraint("discussion_id", name=op.f("uq_answer_mark_discussion_id")),
    )
    with op.batch_alter_table("answer_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_mark_said_by_id"), ["said_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_answer_mark_post_id"), ["post_id"], unique=False)
    op.create_table(
        "discussion_summary",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("discussion_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("body_md", sa.String(), nullable=False),
        sa.Column("body_html", sa.String(), nullable=False),
        sa.Column("up_to_post_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_discussion_summary_author_id_person")),
        sa.ForeignKeyConstraint(
            ["discussion_id"], ["discussion.id"], name=op.f("fk_discussion_summary_discussion_id_discussion")
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["learning_network.id"], name=op.f("fk_discussion_summary_network_id_learning_network")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion_summary")),
    )
    with op.batch_alter_table("discussion_summary", schema=None) as batch_op:
        for name in ("author_id", "discussion_id", "network_id"):
            batch_op.create_index(batch_op.f(f"ix_discussion_summary_{name}"), [name], unique=False)


def downgrade() -> None:
    op.drop_table("discussion_summary")
    op.drop_table("answer_mark")
