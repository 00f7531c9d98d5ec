"""who else handles records, and whom people ask about theirs"""

import sqlalchemy as sa
from alembic import op

revision = "0066_processors"
down_revision = "0065_stamps"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "processors",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.String(length=300), nullable=False),
        sa.Column("records", sa.String(length=300), nullable=False),
        sa.Column("country", sa.String(length=120), nullable=False),
        sa.Column("contract_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name="fk_processors_created_by_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_processors"),
    )
    with op.batch_alter_table("organisation") as batch:
        batch.add_column(sa.Column("privacy_contact", sa.String(length=200), nullable=False, server_default=""))
    with op.batch_alter_table("organisation") as batch:
        batch.alter_column("privacy_contact", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("organisation") as batch:
        batch.drop_column("privacy_contact")
    op.drop_table("processors")
