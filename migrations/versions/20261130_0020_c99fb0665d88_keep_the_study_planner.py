"""Keep the study planner.

Revision: c99fb0665d88, after 5a1f3c9e7b20.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = "c99fb0665d88"
down_revision = "5a1f3c9e7b20"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "study_planner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("presentation_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["presentation_id"], ["presentation.id"], name=op.f("fk_study_planner_presentation_id_presentation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_planner")),
        sa.UniqueConstraint("presentation_id", name=op.f("uq_study_planner_presentation_id")),
    )
    op.create_table(
        "planned_assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("planner_id", sa.Integer(), nullable=False),
        sa.Column("ix", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("cut_off", sa.Date(), nullable=True),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["planner_id"], ["study_planner.id"], name=op.f("fk_planned_assignment_planner_id_study_planner")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_assignment")),
        sa.UniqueConstraint("planner_id", "code", name=op.f("uq_planned_assignment_planner_id_code")),
    )
    op.create_table(
        "study_planner_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("planner_id", sa.Integer(), nullable=False),
        sa.Column("ix", sa.Integer(), nullable=False),
        sa.Column("block", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("week_from", sa.Integer(), nullable=False),
        sa.Column("week_to", sa.Integer(), nullable=False),
        sa.Column("is_break", sa.Boolean(), nullable=False),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["planner_id"], ["study_planner.id"], name=op.f("fk_study_planner_row_planner_id_study_planner")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_study_planner_row")),
        sa.UniqueConstraint("planner_id", "ix", name=op.f("uq_study_planner_row_planner_id_ix")),
    )


def downgrade() -> None:
    op.drop_table("study_planner_row")
    op.drop_table("planned_assignment")
    op.drop_table("study_planner")
