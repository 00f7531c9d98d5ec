"""who decided on an approval, and when"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("committee", sa.String(length=80), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("decided_on", sa.Date(), nullable=True))
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.alter_column(
            "committee", existing_type=sa.String(length=80), existing_nullable=False, server_default=None
        )


def downgrade() -> None:
    with op.batch_alter_table("approvals", schema=None) as batch_op:
        batch_op.drop_column("decided_on")
        batch_op.drop_column("committee")
