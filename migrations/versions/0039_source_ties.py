"""ties that came out of the directory"""

import sqlalchemy as sa
from alembic import op

revision = "0039_source_ties"
down_revision = "0038_plan_reviews"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "source_ties",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("tie_id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_source_ties_client_id_clients"),
        sa.ForeignKeyConstraint(["source_id"], ["support_sources.id"], name="fk_source_ties_source_id_support_sources"),
        sa.ForeignKeyConstraint(["tie_id"], ["ties.id"], name="fk_source_ties_tie_id_ties"),
        sa.PrimaryKeyConstraint("id", name="pk_source_ties"),
        sa.UniqueConstraint("tie_id", name="uq_source_ties_tie_id"),
    )
    op.create_index("ix_source_ties_client_id", "source_ties", ["client_id"])
    op.create_index("ix_source_ties_source", "source_ties", ["source_id", "tie_id"])


def downgrade() -> None:
    op.drop_table("source_ties")
