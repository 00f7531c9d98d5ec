"""what clients answered to the questions of instruments"""

import sqlalchemy as sa
from alembic import op

revision = "0054_measures"
down_revision = "0053_adjustments"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "measures_taken",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("instrument", sa.String(length=20), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("taken_by", sa.String(length=40), nullable=False),
        sa.Column("helper", sa.String(length=40), nullable=False),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("has_fallen", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_measures_taken_by_id_users")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_measures_taken_client_id_clients")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measures_taken")),
    )
    op.create_index("ix_measures_taken_client", "measures_taken", ["client_id", "instrument", "held_on"], unique=False)


def downgrade() -> None:
    op.drop_table("measures_taken")
