"""when a browser was first used, and whether its owner was told"""

import sqlalchemy as sa
from alembic import op

revision = "0040_new_browsers"
down_revision = "0039_source_ties"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("known_browsers", schema=None) as batch:
        batch.add_column(sa.Column("browser", sa.String(length=80), nullable=False, server_default=""))
        batch.add_column(sa.Column("added_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE known_browsers SET added_at = seen_at, told_at = seen_at")
    with op.batch_alter_table("known_browsers", schema=None) as batch:
        batch.alter_column("browser", server_default=None)
        batch.alter_column("added_at", nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("known_browsers", schema=None) as batch:
        batch.drop_column("told_at")
        batch.drop_column("added_at")
        batch.drop_column("browser")
