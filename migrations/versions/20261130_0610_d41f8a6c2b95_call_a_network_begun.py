"""Call a network begun that has begun: priming is a stage of a cycle, and one word names one thing.

Revision: d41f8a6c2b95, after 5f0d2a9c71be. The history keeps the word that was said then.
"""

from __future__ import annotations

from alembic import op

revision = "d41f8a6c2b95"
down_revision = "5f0d2a9c71be"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE learning_network SET state = 'begun' WHERE state = 'priming'")


def downgrade() -> None:
    op.execute("UPDATE learning_network SET state = 'priming' WHERE state = 'begun'")
