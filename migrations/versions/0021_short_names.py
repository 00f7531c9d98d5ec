"""a short name for a goal"""

import sqlalchemy as sa
from alembic import op

revision = "0021_short_names"
down_revision = "0020_uploads"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("goals", schema=None) as batch:
        batch.add_column(sa.Column("short_name_sealed", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("goals", schema=None) as batch:
        batch.drop_column("short_name_sealed")
