"""Let a page say what the site is called and how its mail goes.

Revision: 7b1d3c9e5a42, after c3a7d15e8f42.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

import app.core.db


revision = "7b1d3c9e5a42"
down_revision = "c3a7d15e8f42"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "site_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("university", sa.String(), nullable=False),
        sa.Column("site_name", sa.String(), nullable=False),
        sa.Column("base_url", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("mail_from", sa.String(), nullable=False),
        sa.Column("smtp_host", sa.String(), nullable=False),
        sa.Column("smtp_port", sa.Integer(), nullable=True),
        sa.Column(
            "smtp_security",
            sa.Enum("tls", "starttls", "none", name="mailsecurity", native_enum=False, length=80),
            nullable=False,
        ),
        sa.Column("smtp_user", sa.String(), nullable=False),
        sa.Column("smtp_password", sa.String(), nullable=False),
        sa.Column("changed_at", app.core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_settings")),
    )


def downgrade() -> None:
    op.drop_table("site_settings")
