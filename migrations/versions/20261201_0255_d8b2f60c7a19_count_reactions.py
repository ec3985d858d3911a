"""Keep who says of a post that they see it too, and who thanks for it.

Revision: d8b2f60c7a19, after a7f3c92e1b64.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "d8b2f60c7a19"
down_revision = "a7f3c92e1b64"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reacted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_reaction_post_id_post")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reaction_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reaction")),
        sa.UniqueConstraint("post_id", "kind", "person_id", name=op.f("uq_reaction_post_id_kind_person_id")),
    )
    with op.batch_alter_table("reaction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reaction_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("reaction")
