"""Let members ask moderators to look at a post.

Revision: 4c9e7a1f5d38, after d81f4b6e2c97.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "4c9e7a1f5d38"
down_revision = "d81f4b6e2c97"
branch_labels = None
depends_on = None

WORDS = sa.String(length=80)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    op.create_table(
        "flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("flagged_by_id", sa.Integer(), nullable=False),
        sa.Column("concern", WORDS, nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("state_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _points("flag", "network_id", "learning_network"),
        _points("flag", "post_id", "post"),
        _points("flag", "flagged_by_id", "person"),
        _points("flag", "assignee_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
        sa.UniqueConstraint("post_id", "flagged_by_id", name=op.f("uq_flag_post_id_flagged_by_id")),
    )
    op.create_index("ix_flag_network_id_state", "flag", ["network_id", "state", "id"])
    for column in ("flagged_by_id", "assignee_id"):
        op.create_index(op.f(f"ix_flag_{column}"), "flag", [column])
    op.create_table(
        "flag_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("flag_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _points("flag_note", "flag_id", "flag"),
        _points("flag_note", "author_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag_note")),
    )
    for column in ("flag_id", "author_id"):
        op.create_index(op.f(f"ix_flag_note_{column}"), "flag_note", [column])


def downgrade() -> None:
    op.drop_table("flag_note")
    op.drop_table("flag")
