"""which key seals now, and the sealing keys for other hosts"""

import sqlalchemy as sa
from alembic import op

revision = "0013_sealing_keys"
down_revision = "0012_mark_days"
branch_labels = None
depends_on = None

COLUMNS = ("seal_check", "wrapped_seals")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column("installation", sa.Column(name, sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("installation") as table:
        for name in COLUMNS:
            table.drop_column(name)
