"""a client's stamp, another number whenever a record about the client changes"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0065_stamps"
down_revision = "0064_duties"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("clients", sa.Column("stamp", sa.BigInteger(), nullable=True))
    clients = sa.table("clients", sa.column("stamp", sa.BigInteger()))
    op.execute(clients.update().values(stamp=secrets.randbits(62)))


def downgrade() -> None:
    with op.batch_alter_table("clients", schema=None) as batch:
        batch.drop_column("stamp")
