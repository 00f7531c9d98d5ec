"""what clients enjoy and would try"""

import sqlalchemy as sa
from alembic import op

revision = "0031_interests"
down_revision = "0030_stuck"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "interest_choices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("chosen_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_interest_choices_client_id_clients"),
        sa.PrimaryKeyConstraint("id", name="pk_interest_choices"),
        sa.UniqueConstraint("client_id", name="uq_interest_choices_client_id"),
    )


def downgrade() -> None:
    op.drop_table("interest_choices")
