"""clients' lists of places"""

import sqlalchemy as sa
from alembic import op

revision = "0034_shortlists"
down_revision = "0033_circles"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shortlist_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_shortlist_entries_client_id_clients"),
        sa.ForeignKeyConstraint(
            ["source_id"], ["support_sources.id"], name="fk_shortlist_entries_source_id_support_sources"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_shortlist_entries"),
        sa.UniqueConstraint("client_id", "source_id", name="uq_shortlist_entries_client_id_source_id"),
    )
    op.create_index("ix_shortlist_entries_source_id", "shortlist_entries", ["source_id"])


def downgrade() -> None:
    op.drop_table("shortlist_entries")
