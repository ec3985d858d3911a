"""Let workshops do more.

Revision: 5c1d7e90ab34, after a4ead40e60cc.
"""

from __future__ import annotations

revision = "5c1d7e90ab34"
down_revision = "a4ead40e60cc"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
