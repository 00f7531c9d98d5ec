"""by what somebody stands beside a client, and which papers were seen"""

import sqlalchemy as sa
from alembic import op

revision = "0055_representation"
down_revision = "0054_measures"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("contacts") as batch:
        batch.add_column(sa.Column("representation", sa.String(length=40), nullable=True))
        batch.add_column(sa.Column("from_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("papers_sealed", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("papers_by_sealed", sa.LargeBinary(), nullable=True))
        batch.add_column(sa.Column("papers_on", sa.Date(), nullable=True))
    op.execute("UPDATE contacts SET representation = 'guardian' WHERE kind = 'guardian'")


def downgrade() -> None:
    with op.batch_alter_table("contacts") as batch:
        for column in ("papers_on", "papers_by_sealed", "papers_sealed", "from_on", "representation"):
            batch.drop_column(column)
