"""small wins, in the client's own words"""

import sqlalchemy as sa
from alembic import op

revision = "0032_small_wins"
down_revision = "0031_interests"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "small_wins",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=True),
        sa.Column("won_on", sa.Date(), nullable=False),
        sa.Column("by_client", sa.Boolean(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_small_wins_client_id_clients")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_small_wins_created_by_id_users")),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_small_wins_goal_id_goals")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_small_wins")),
    )
    op.create_index("ix_small_wins_client", "small_wins", ["client_id", "won_on"], unique=False)
    op.create_index(op.f("ix_small_wins_goal_id"), "small_wins", ["goal_id"], unique=False)


def downgrade() -> None:
    op.drop_table("small_wins")
