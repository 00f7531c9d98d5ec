"""the service that a group's meetings count for"""

import sqlalchemy as sa
from alembic import op

revision = "0070_group_services"
down_revision = "0069_purge_guard"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("groups", schema=None) as batch:
        batch.add_column(sa.Column("service", sa.String(length=40), nullable=False, server_default=""))
    with op.batch_alter_table("groups", schema=None) as batch:
        batch.alter_column("service", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("groups", schema=None) as batch:
        batch.drop_column("service")
