"""what mentors enjoy and would try themselves"""

import sqlalchemy as sa
from alembic import op

revision = "0050_own_cards"
down_revision = "0049_readings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_cards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("chosen_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_own_cards_user_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_own_cards"),
        sa.UniqueConstraint("user_id", name="uq_own_cards_user_id"),
    )


def downgrade() -> None:
    op.drop_table("own_cards")
