"""a measure says whether enough was answered for a score"""

import sqlalchemy as sa
from alembic import op

revision = "0075_scored"
down_revision = "0074_judged_by"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("measures_taken", schema=None) as batch:
        batch.add_column(sa.Column("is_scored", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("measures_taken", schema=None) as batch:
        batch.alter_column("is_scored", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("measures_taken", schema=None) as batch:
        batch.drop_column("is_scored")
