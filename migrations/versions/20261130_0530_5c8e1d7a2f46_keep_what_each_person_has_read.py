"""Keep what each person has read.

To whoever is a member now, nothing that was said before is new.

Revision: 5c8e1d7a2f46, after 9e4b7c21d6f3.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "5c8e1d7a2f46"
down_revision = "9e4b7c21d6f3"
branch_labels = None
depends_on = None

NUMBERS = {
    "read_mark": ("discussion", ("read_to_id",)),
    "read_span": ("discussion", ("first_id", "last_id")),
    "read_floor": ("forum", ("read_to_id",)),
}


def upgrade() -> None:
    with op.batch_alter_table("discussion", schema=None) as batch_op:
        batch_op.add_column(sa.Column("began_in_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("last_visible_post_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE discussion SET began_in_id = forum_id, last_visible_post_id = "
        "(SELECT max(post.id) FROM post WHERE post.discussion_id = discussion.id AND post.state = 'visible')"
    )
    with op.batch_alter_table("discussion", schema=None) as batch_op:
        batch_op.alter_column("began_in_id", existing_type=sa.Integer(), nullable=False)
        batch_op.create_foreign_key(batch_op.f("fk_discussion_began_in_id_forum"), "forum", ["began_in_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_discussion_began_in_id"), ["began_in_id"])
        batch_op.create_index("ix_discussion_network_id_last_visible_post_id", ["network_id", "last_visible_post_id"])
    for table, (place, numbers) in NUMBERS.items():
        at = [sa.Column("read_at", sa.DateTime(timezone=True), nullable=False)] if table == "read_mark" else []
        unique = ["person_id", f"{place}_id", *(["first_id"] if table == "read_span" else [])]
        op.create_table(
            table,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("person_id", sa.Integer(), nullable=False),
            sa.Column(f"{place}_id", sa.Integer(), nullable=False),
            *(sa.Column(name, sa.Integer(), nullable=False) for name in numbers),
            *at,
            sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id_person")),
            sa.ForeignKeyConstraint([f"{place}_id"], [f"{place}.id"], name=op.f(f"fk_{table}_{place}_id_{place}")),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
            sa.UniqueConstraint(*unique, name=op.f(f"uq_{table}_{'_'.join(unique)}")),
        )
        op.create_index(op.f(f"ix_{table}_{place}_id"), table, [f"{place}_id"])
    op.create_table(
        "reading_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reading_choice_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reading_choice")),
        sa.UniqueConstraint("person_id", name=op.f("uq_reading_choice_person_id")),
    )
    op.execute(
        "INSERT INTO read_floor (person_id, forum_id, read_to_id) "
        "SELECT DISTINCT membership.person_id, forum.id, (SELECT coalesce(max(id), 0) FROM post) "
        "FROM membership JOIN forum ON forum.network_id = membership.network_id WHERE membership.left_at IS NULL"
    )


def downgrade() -> None:
    op.drop_table("reading_choice")
    for table in NUMBERS:
        op.drop_table(table)
    with op.batch_alter_table("discussion", schema=None) as batch_op:
        batch_op.drop_index("ix_discussion_network_id_last_visible_post_id")
        batch_op.drop_index(batch_op.f("ix_discussion_began_in_id"))
        batch_op.drop_constraint(batch_op.f("fk_discussion_began_in_id_forum"), type_="foreignkey")
        batch_op.drop_column("last_visible_post_id")
        batch_op.drop_column("began_in_id")
