"""what was noted about the goals of a client is found for the whole file"""

from alembic import op

revision = "0048_touches_of_a_client"
down_revision = "0047_orders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_goal_touches_client", "goal_touches", ["client_id"])


def downgrade() -> None:
    op.drop_index("ix_goal_touches_client", "goal_touches")
