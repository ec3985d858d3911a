"""Keep what moderators did, so that it can be undone; and let a lock say why, and end by itself.

Revision: d81f4b6e2c97, after 7a3e9c5b1d04.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "d81f4b6e2c97"
down_revision = "7a3e9c5b1d04"
branch_labels = None
depends_on = None

WORDS = sa.String(length=80)


def _points(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}_{target}"))


def upgrade() -> None:
    with op.batch_alter_table("discussion", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lock_reason", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("reopens_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "operation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("discussion_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=True),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        _points("operation", "network_id", "learning_network"),
        _points("operation", "actor_id", "person"),
        _points("operation", "discussion_id", "discussion"),
        _points("operation", "target_id", "discussion"),
        _points("operation", "post_id", "post"),
        _points("operation", "undoes_id", "operation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_operation_undoes_id")),
    )
    op.create_index("ix_operation_network_id_id", "operation", ["network_id", "id"])
    for column in ("actor_id", "discussion_id", "target_id", "post_id"):
        op.create_index(op.f(f"ix_operation_{column}"), "operation", [column])
    op.create_table(
        "operation_post",
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("id", "operation_id", "post_id", "from_id", "from_number", "to_id", "to_number")
        ),
        _points("operation_post", "operation_id", "operation"),
        _points("operation_post", "post_id", "post"),
        _points("operation_post", "from_id", "discussion"),
        _points("operation_post", "to_id", "discussion"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation_post")),
        sa.UniqueConstraint("operation_id", "post_id", name=op.f("uq_operation_post_operation_id_post_id")),
    )
    op.create_index("ix_operation_post_from_id_from_number", "operation_post", ["from_id", "from_number"])
    op.create_index(op.f("ix_operation_post_post_id"), "operation_post", ["post_id"])
    op.create_index(op.f("ix_operation_post_to_id"), "operation_post", ["to_id"])
    op.create_table(
        "operation_level",
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("id", "operation_id", "person_id", "discussion_id")
        ),
        sa.Column("before", WORDS, nullable=True),
        sa.Column("after", WORDS, nullable=False),
        _points("operation_level", "operation_id", "operation"),
        _points("operation_level", "person_id", "person"),
        _points("operation_level", "discussion_id", "discussion"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation_level")),
        sa.UniqueConstraint("operation_id", "person_id", name=op.f("uq_operation_level_operation_id_person_id")),
    )
    op.create_index(op.f("ix_operation_level_person_id"), "operation_level", ["person_id"])
    op.create_index(op.f("ix_operation_level_discussion_id"), "operation_level", ["discussion_id"])


def downgrade() -> None:
    for table in ("operation_level", "operation_post", "operation"):
        op.drop_table(table)
    with op.batch_alter_table("discussion", schema=None) as batch_op:
        batch_op.drop_column("reopens_at")
        batch_op.drop_column("lock_reason")
