"""what became of each night's backup and proof"""

import sqlalchemy as sa
from alembic import op

revision = "0043_backup_runs"
down_revision = "0042_emergencies"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "backup_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task", sa.String(length=40), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.String(length=40), nullable=True),
        sa.Column("file_name", sa.String(length=40), nullable=False),
        sa.Column("file_bytes", sa.BigInteger(), nullable=False),
        sa.Column("host", sa.String(length=100), nullable=False),
        sa.Column("is_beside", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_runs")),
        sa.UniqueConstraint("task", "night", name=op.f("uq_backup_runs_task_night")),
    )


def downgrade() -> None:
    op.drop_table("backup_runs")
