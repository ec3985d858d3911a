"""Keep drafts on the site, so that what was begun on one device can be gone on with on another.

Revision: a5d3f7c91e64, after c2e5a9d47b18. Drafts that browsers keep stay there.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "a5d3f7c91e64"
down_revision = "c2e5a9d47b18"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("typed", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_draft_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_draft_person_id_name")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index("ix_draft_person_id_changed_at", ["person_id", "changed_at"], unique=False)


def downgrade() -> None:
    op.drop_table("draft")
