"""what to mind in meeting a client"""

import sqlalchemy as sa
from alembic import op

revision = "0053_adjustments"
down_revision = "0052_erasures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("clients") as batch:
        batch.add_column(sa.Column("adjustments_sealed", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("clients") as batch:
        batch.drop_column("adjustments_sealed")
