"""a measure keeps the score that counted as low on its day, and an instrument the version whose scoring was compared"""

import sqlalchemy as sa
from alembic import op

revision = "0074_judged_by"
down_revision = "0073_hindrances"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("measures_taken", schema=None) as batch:
        batch.add_column(sa.Column("low_at", sa.Integer(), nullable=True))
    with op.batch_alter_table("organisation", schema=None) as batch:
        batch.add_column(sa.Column("instruments_compared", sa.Text(), nullable=False, server_default="{}"))
    with op.batch_alter_table("organisation", schema=None) as batch:
        batch.alter_column("instruments_compared", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("organisation", schema=None) as batch:
        batch.drop_column("instruments_compared")
    with op.batch_alter_table("measures_taken", schema=None) as batch:
        batch.drop_column("low_at")
