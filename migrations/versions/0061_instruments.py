"""which instruments the organisation has switched on or off"""

import sqlalchemy as sa
from alembic import op

revision = "0061_instruments"
down_revision = "0060_duty_to_report"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("organisation", schema=None) as batch:
        batch.add_column(sa.Column("instruments", sa.Text(), nullable=False, server_default="{}"))
    with op.batch_alter_table("organisation", schema=None) as batch:
        batch.alter_column("instruments", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("organisation", schema=None) as batch:
        batch.drop_column("instruments")
