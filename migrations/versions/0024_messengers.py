"""the messengers that the organisation has allowed"""

import sqlalchemy as sa
from alembic import op

revision = "0024_messengers"
down_revision = "0023_local_spelling"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("organisation", schema=None) as batch:
        batch.add_column(sa.Column("messengers", sa.String(length=80), nullable=False, server_default=""))
    with op.batch_alter_table("organisation", schema=None) as batch:
        batch.alter_column("messengers", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("organisation", schema=None) as batch:
        batch.drop_column("messengers")
