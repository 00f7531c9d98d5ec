"""whether a person's browser may check spelling"""

import sqlalchemy as sa
from alembic import op

revision = "0023_local_spelling"
down_revision = "0022_drafts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("users", schema=None) as batch:
        batch.add_column(sa.Column("local_spelling", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("users", schema=None) as batch:
        batch.alter_column("local_spelling", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("users", schema=None) as batch:
        batch.drop_column("local_spelling")
