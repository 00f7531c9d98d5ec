"""talks, chosen steps and plan reviews can be struck out"""

import sqlalchemy as sa
from alembic import op

revision = "0044_struck_out"
down_revision = "0043_backup_runs"
branch_labels = None
depends_on = None

TABLES = ("area_talks", "stuck_steps", "plan_reviews")


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch:
            batch.add_column(sa.Column("error_at", sa.DateTime(timezone=True), nullable=True))
            batch.add_column(sa.Column("error_reason_sealed", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch:
            batch.drop_column("error_reason_sealed")
            batch.drop_column("error_at")
