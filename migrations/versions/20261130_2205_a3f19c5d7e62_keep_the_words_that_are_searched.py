"""Keep the words that are searched in the database itself, so that they change with the rows and many machines share them.

Revision: a3f19c5d7e62, after f3a86c1d9e27. The worker fills them within minutes; `flask search rebuild` does so at once.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "a3f19c5d7e62"
down_revision = "f3a86c1d9e27"
branch_labels = None
depends_on = None

SQLITE = (
    "CREATE VIRTUAL TABLE search_words USING fts5(title, text, plain, place, tokenize=\"ascii tokenchars '_'\")",
    "CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab(search_words, col)",
)
POSTGRESQL = (
    "CREATE TABLE search_words (id bigint PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX ix_search_words_words ON search_words USING gin (words)",
    'CREATE TABLE search_vocabulary (word text COLLATE "C" PRIMARY KEY)',
)


def upgrade() -> None:
    op.create_table(
        "search_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reading", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["learning_network.id"], name=op.f("fk_search_entry_network_id_learning_network")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_entry")),
        sa.UniqueConstraint("kind", "row_id", name=op.f("uq_search_entry_kind_row_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_search_entry_network_id_kind_at", "search_entry", ["network_id", "kind", "at"])
    for statement in SQLITE if op.get_context().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE search_vocabulary")
    op.execute("DROP TABLE search_words")
    op.drop_table("search_entry")
