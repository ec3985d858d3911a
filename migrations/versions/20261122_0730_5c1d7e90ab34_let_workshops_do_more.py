"""Let workshops do more.

Revision: 5c1d7e90ab34, after a4ead40e60cc.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "5c1d7e90ab34"
down_revision = "a4ead40e60cc"
branch_labels = None
depends_on = None


#: How a workshop, or a template that a network saved, votes: column, what it is for those that are there already.
HOW_TO_VOTE = (("straw_method", "dots"), ("straw_budget", 5), ("ballot_method", "ranking"), ("ballot_budget", 5))


def upgrade() -> None:
    for table in ("workshop", "workshop_template"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, usual in HOW_TO_VOTE:
                kind = sa.Integer() if isinstance(usual, int) else sa.String(length=80)
                batch_op.add_column(sa.Column(name, kind, server_default=str(usual), nullable=False))
    op.execute("UPDATE workshop SET ballot_method = 'rating' WHERE template = 'delphi'")

    with op.batch_alter_table("workshop_member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wants_letters", sa.Boolean(), server_default=sa.true(), nullable=False))

    with op.batch_alter_table("workshop_phase", schema=None) as batch_op:
        batch_op.add_column(sa.Column("shown", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("goes_on", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("given_back", sa.Integer(), server_default="0", nullable=False))

    op.create_table(
        "workshop_site_sign",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_site_sign")),
    )
    op.create_table(
        "workshop_facilitator_sign",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_workshop_facilitator_sign_workshop_id_workshop")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_workshop_facilitator_sign_person_id_person")
        ),
        sa.PrimaryKeyConstraint("workshop_id", name=op.f("pk_workshop_facilitator_sign")),
    )
    with op.batch_alter_table("workshop_facilitator_sign", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workshop_facilitator_sign_person_id"), ["person_id"], unique=False)

    op.create_table(
        "workshop_spotlight",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.String(), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_workshop_spotlight_workshop_id_workshop")
        ),
        sa.ForeignKeyConstraint(
            ["card_id"],
            ["workshop_contribution.id"],
            name=op.f("fk_workshop_spotlight_card_id_workshop_contribution"),
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"],
            ["workshop_theme.id"],
            name=op.f("fk_workshop_spotlight_theme_id_workshop_theme"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workshop_id", name=op.f("pk_workshop_spotlight")),
    )
    op.create_table(
        "workshop_hand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("called", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_workshop_hand_workshop_id_workshop")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_workshop_hand_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_hand")),
        sa.UniqueConstraint("workshop_id", "person_id", name=op.f("uq_workshop_hand_workshop_id_person_id")),
    )
    with op.batch_alter_table("workshop_hand", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workshop_hand_person_id"), ["person_id"], unique=False)

    op.create_table(
        "workshop_card_report",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("card_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"],
            ["workshop_contribution.id"],
            name=op.f("fk_workshop_card_report_card_id_workshop_contribution"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_card_report")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("workshop_card_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workshop_card_report_card_id"), ["card_id"], unique=False)

    op.create_table(
        "workshop_card_vector",
        sa.Column("contribution_id", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contribution_id"],
            ["workshop_contribution.id"],
            name=op.f("fk_workshop_card_vector_contribution_id_workshop_contribution"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("contribution_id", name=op.f("pk_workshop_card_vector")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "workshop_theme_vector",
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["theme_id"],
            ["workshop_theme.id"],
            name=op.f("fk_workshop_theme_vector_theme_id_workshop_theme"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("theme_id", name=op.f("pk_workshop_theme_vector")),
    )
    op.create_table(
        "workshop_dismissed_proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("cards", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_workshop_dismissed_proposal_workshop_id_workshop")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop_dismissed_proposal")),
    )
    with op.batch_alter_table("workshop_dismissed_proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workshop_dismissed_proposal_workshop_id"), ["workshop_id"], unique=False)


def downgrade() -> None:
    op.drop_table("workshop_facilitator_sign")
    op.drop_table("workshop_site_sign")
    op.drop_table("workshop_dismissed_proposal")
    op.drop_table("workshop_theme_vector")
    op.drop_table("workshop_card_vector")
    for table in ("workshop_template", "workshop"):
        for name, _ in HOW_TO_VOTE:
            # Not as a batch: that would lay the table anew, and much points to a workshop.
            op.drop_column(table, name)
    op.drop_table("workshop_card_report")
    op.drop_table("workshop_hand")
    op.drop_table("workshop_spotlight")
    with op.batch_alter_table("workshop_member", schema=None) as batch_op:
        batch_op.drop_column("wants_letters")
    with op.batch_alter_table("workshop_phase", schema=None) as batch_op:
        batch_op.drop_column("given_back")
        batch_op.drop_column("goes_on")
        batch_op.drop_column("shown")
