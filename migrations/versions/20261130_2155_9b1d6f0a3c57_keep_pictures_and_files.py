"""Keep pictures and files: what lies in the store, and who added it to which words.

Revision: 9b1d6f0a3c57, after b6e8d2a4c073.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "9b1d6f0a3c57"
down_revision = "b6e8d2a4c073"
branch_labels = None
depends_on = None

WORDS = sa.String(length=80)


def upgrade() -> None:
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("suffix", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("small_width", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["learning_network.id"], name=op.f("fk_stored_file_network_id_learning_network")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("network_id", "digest", name=op.f("uq_stored_file_network_id_digest")),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("kind", WORDS, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("alt", sa.String(), nullable=False),
        sa.Column("said_in_text", sa.Boolean(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_attachment_file_id_stored_file")),
        sa.ForeignKeyConstraint(
            ["network_id"], ["learning_network.id"], name=op.f("fk_attachment_network_id_learning_network")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attachment_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("token", name=op.f("uq_attachment_token")),
    )
    for column in ("file_id", "network_id", "person_id"):
        op.create_index(op.f(f"ix_attachment_{column}"), "attachment", [column])
    op.create_index("ix_attachment_subject_kind_subject_id", "attachment", ["subject_kind", "subject_id"])


def downgrade() -> None:
    op.drop_table("attachment")
    op.drop_table("stored_file")
