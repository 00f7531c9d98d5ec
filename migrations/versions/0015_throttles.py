"""until when a count of failed attempts is kept: those of an account for years, of an address for an hour"""

import sqlalchemy as sa
from alembic import op

revision = "0015_throttles"
down_revision = "0014_unreadable"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("throttles", sa.Column("forget_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE throttles SET forget_at = tried_at")
    with op.batch_alter_table("throttles") as table:
        table.alter_column("forget_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        table.create_index("ix_throttles_forget_at", ["forget_at"])


def downgrade() -> None:
    with op.batch_alter_table("throttles") as table:
        table.drop_index("ix_throttles_forget_at")
        table.drop_column("forget_at")
