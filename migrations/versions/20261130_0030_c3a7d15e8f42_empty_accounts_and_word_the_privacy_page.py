"""Let accounts be erased, and keep the words of the privacy page.

Revision: c3a7d15e8f42, after c99fb0665d88.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c3a7d15e8f42"
down_revision = "c99fb0665d88"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "privacy_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body_md", sa.String(), nullable=False),
        sa.Column("body_html", sa.String(), nullable=False),
        sa.Column("edited_by_id", sa.Integer(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["edited_by_id"], ["person.id"], name=op.f("fk_privacy_page_edited_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_page")),
    )
    with op.batch_alter_table("privacy_page", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_privacy_page_edited_by_id"), ["edited_by_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("privacy_page", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_privacy_page_edited_by_id"))
    op.drop_table("privacy_page")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("erased_at")
        batch_op.drop_column("closed_at")
