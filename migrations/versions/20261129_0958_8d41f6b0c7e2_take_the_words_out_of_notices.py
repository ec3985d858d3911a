"""Take the words out of notices.

A notice said what somebody wrote as it stood when they were told. It now names its row, and the words are read when it is
shown or sent. What a stored one is about stands in its key; what only its words told (the state of that moment) is lost.

Revision: 8d41f6b0c7e2, after df77c73e2d2f.
"""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op


revision = "8d41f6b0c7e2"
down_revision = "df77c73e2d2f"
branch_labels = None
depends_on = None

BATCH = 1000
_ABOUT = re.compile(
    "(discussion|topic|issue|intervention|action|due|date|reply|draft|workshop|write-up):([0-9]+)(?::(.*))?"
)


def upgrade() -> None:
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("what", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("subject_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("facts", sa.JSON(), nullable=False, server_default="{}"))
    _link()
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.alter_column("what", server_default=None)
        batch_op.alter_column("facts", server_default=None)
        batch_op.drop_column("title")
        batch_op.drop_column("text")


def _link() -> None:
    notice = sa.table(
        "notice",
        *(sa.column(name) for name in ("id", "once_key", "network_id", "what", "subject_id")),
    )
    ours = op.get_bind()
    change = (
        sa.update(notice)
        .where(notice.c.id == sa.bindparam("row"))
        .values(what=sa.bindparam("now"), subject_id=sa.bindparam("of"))
    )
    last = 0
    while True:
        rows = ours.execute(
            sa.select(notice.c.id, notice.c.once_key, notice.c.network_id)
            .where(notice.c.id > last)
            .order_by(notice.c.id)
            .limit(BATCH)
        ).all()
        if not rows:
            return
        last = rows[-1].id
        changes = []
        for row_id, once_key, network_id in rows:
            what, subject_id = _subject(once_key, network_id)
            if what or subject_id is not None:
                changes.append({"row": row_id, "now": what, "of": subject_id})
        if changes:
            ours.execute(change, changes)


def _subject(once_key: str, network_id: int | None) -> tuple[str, int | None]:
    """What a notice was about, as far as its key tells."""
    if once_key.startswith("let-in:"):
        return "let-in", network_id
    match = _ABOUT.fullmatch(once_key.removeprefix("over-budget:"))
    if match is None:
        return "", None
    kind, subject_id, rest = match[1], int(match[2]), match[3] or ""
    if kind == "workshop":
        return rest.partition(":")[0], subject_id
    if kind == "due":
        return ("soon" if rest.endswith("Due soon") else "overdue"), subject_id
    return ("write-up" if kind == "write-up" else ""), subject_id


def downgrade() -> None:
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.add_column(sa.Column("title", sa.String(), nullable=False, server_default="Something is new"))
        batch_op.add_column(sa.Column("text", sa.String(), nullable=False, server_default=""))
        batch_op.drop_column("facts")
        batch_op.drop_column("subject_id")
        batch_op.drop_column("what")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.alter_column("title", server_default=None)
        batch_op.alter_column("text", server_default=None)
