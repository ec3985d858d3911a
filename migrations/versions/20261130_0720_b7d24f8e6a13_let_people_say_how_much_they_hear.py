"""Let people say how much they hear of a network, a forum and a discussion.

Who followed hears everything; who stopped following a discussion finds it in the digest; who stopped following a forum
hears of answers to their own words, as everybody does who has said nothing.

Revision: b7d24f8e6a13, after d41f8a6c2b95. Going back, who chose more than answers follows, and the others do not; what was
said of whole networks is lost.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "b7d24f8e6a13"
down_revision = "d41f8a6c2b95"
branch_labels = None
depends_on = None

WORDS = sa.String(length=80)


def upgrade() -> None:
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.add_column(sa.Column("network_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("level", WORDS, nullable=True))
    op.execute("UPDATE subscription SET level = 'everything' WHERE wanted")
    op.execute("UPDATE subscription SET level = 'digest only' WHERE NOT wanted AND discussion_id IS NOT NULL")
    op.execute("UPDATE subscription SET level = 'replies and mentions' WHERE level IS NULL")
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.alter_column("level", existing_type=WORDS, nullable=False)
        batch_op.drop_column("wanted")
        batch_op.create_foreign_key(
            batch_op.f("fk_subscription_network_id_learning_network"), "learning_network", ["network_id"], ["id"]
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_subscription_person_id_network_id"), ["person_id", "network_id"]
        )
        batch_op.create_index(batch_op.f("ix_subscription_network_id"), ["network_id"])


def downgrade() -> None:
    op.execute("DELETE FROM subscription WHERE network_id IS NOT NULL")
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wanted", sa.Boolean(), nullable=True))
    op.execute("UPDATE subscription SET wanted = (level = 'everything')")
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.alter_column("wanted", existing_type=sa.Boolean(), nullable=False)
        batch_op.drop_index(batch_op.f("ix_subscription_network_id"))
        batch_op.drop_constraint(batch_op.f("uq_subscription_person_id_network_id"), type_="unique")
        batch_op.drop_constraint(batch_op.f("fk_subscription_network_id_learning_network"), type_="foreignkey")
        batch_op.drop_column("level")
        batch_op.drop_column("network_id")
