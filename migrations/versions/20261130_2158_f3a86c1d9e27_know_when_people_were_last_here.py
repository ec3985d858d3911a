"""Know when people were last here, and let them take back that they have read everything.

Revision: f3a86c1d9e27, after 9b1d6f0a3c57. Whoever has signed in lately was last here when their sessions say.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "f3a86c1d9e27"
down_revision = "9b1d6f0a3c57"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_visit_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("person_id", name=op.f("uq_visit_person_id")),
    )
    op.execute(
        "INSERT INTO visit (person_id, seen_at) "
        "SELECT person_id, MAX(seen_at) FROM sign_in GROUP BY person_id ORDER BY person_id"
    )
    op.create_table(
        "caught_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("up_to_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_caught_up_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_caught_up")),
        sa.UniqueConstraint("person_id", name=op.f("uq_caught_up_person_id")),
    )


def downgrade() -> None:
    op.drop_table("caught_up")
    op.drop_table("visit")
