"""tables of records that the worker makes"""

import sqlalchemy as sa
from alembic import op

revision = "0017_batch_tables"
down_revision = "0016_report_writers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "batch_tables",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("failure", sa.String(length=40), nullable=True),
        sa.Column("clients_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("file_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name=op.f("fk_batch_tables_batch_id_batches")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_tables")),
        sa.UniqueConstraint("batch_id", name=op.f("uq_batch_tables_batch_id")),
    )
    op.create_index("ix_batch_tables_state", "batch_tables", ["state"], unique=False)


def downgrade() -> None:
    op.drop_table("batch_tables")
    op.execute("DELETE FROM batches WHERE shape IN ('xlsx', 'csv')")
