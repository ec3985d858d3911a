"""Let people choose their mail: the digest's hour and zone, mail about what they follow; and note what letters told.

Revision: c2e5a9d47b18, after e4c61b7a90d2. Everybody keeps the digest that they chose, at seven by the site's clock.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "c2e5a9d47b18"
down_revision = "e4c61b7a90d2"
branch_labels = None
depends_on = None

WORDS = sa.String(length=80)


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("mail_hour", sa.Integer(), nullable=False, server_default="7"))
        batch_op.add_column(sa.Column("mail_zone", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("asked_mail", WORDS, nullable=False, server_default="off"))
    with op.batch_alter_table("person", schema=None) as batch_op:
        for name in ("mail_hour", "mail_zone", "asked_mail"):
            batch_op.alter_column(name, server_default=None)
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("letters", sa.JSON(), nullable=False, server_default="[]"))
    op.create_table(
        "digest_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("told_to", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_digest_mark_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_mark")),
        sa.UniqueConstraint("person_id", name=op.f("uq_digest_mark_person_id")),
    )
    # Nobody gets a digest of posts that were there before this.
    latest = "(SELECT MAX(created_at) FROM post)"
    op.execute(
        f"INSERT INTO digest_mark (person_id, told_to) SELECT id, {latest} FROM person "  # noqa: S608 -- nothing typed
        "WHERE EXISTS (SELECT 1 FROM post)"
    )


def downgrade() -> None:
    op.drop_table("digest_mark")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_column("letters")
    with op.batch_alter_table("person", schema=None) as batch_op:
        for name in ("asked_mail", "mail_zone", "mail_hour"):
            batch_op.drop_column(name)
