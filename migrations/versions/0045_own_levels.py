"""clients say where they are on the way to a goal, and answer about their ties"""

import sqlalchemy as sa
from alembic import op

revision = "0045_own_levels"
down_revision = "0044_struck_out"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "own_levels",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("ladder_number", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("by_client", sa.Boolean(), nullable=False),
        sa.Column("taken_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level BETWEEN -2 AND 2", name=op.f("ck_own_levels_level")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_own_levels_client_id_clients")),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_own_levels_goal_id_goals")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["users.id"], name=op.f("fk_own_levels_taken_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_levels")),
    )
    op.create_index("ix_own_levels_client", "own_levels", ["client_id", "created_at"], unique=False)
    op.create_index(op.f("ix_own_levels_goal_id"), "own_levels", ["goal_id"], unique=False)
    with op.batch_alter_table("tie_steps", schema=None) as batch:
        batch.add_column(sa.Column("by_client", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("tie_steps", schema=None) as batch:
        batch.alter_column("by_client", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("tie_steps", schema=None) as batch:
        batch.drop_column("by_client")
    op.drop_table("own_levels")
