"""the day beside each goal touch, and an index of planned meetings, so that pages seek instead of reading every note"""

import sqlalchemy as sa
from alembic import op

revision = "0010_seeks"
down_revision = "0009_supervision"
branch_labels = None
depends_on = None

PLANNED = sa.text("outcome = 'planned' AND error_at IS NULL")


def upgrade() -> None:
    op.create_index(
        "ix_activities_planned",
        "activities",
        ["client_id", "held_on"],
        sqlite_where=PLANNED,
        postgresql_where=PLANNED,
    )
    op.add_column("goal_touches", sa.Column("held_on", sa.Date(), nullable=True))
    op.execute(
        "UPDATE goal_touches SET held_on ="
        " (SELECT activities.held_on FROM activities WHERE activities.id = goal_touches.activity_id)"
    )
    with op.batch_alter_table("goal_touches") as table:
        table.alter_column("held_on", existing_type=sa.Date(), nullable=False)
        table.drop_index("ix_goal_touches_goal_id")
        table.create_index("ix_goal_touches_goal", ["goal_id", "held_on"])


def downgrade() -> None:
    with op.batch_alter_table("goal_touches") as table:
        table.drop_index("ix_goal_touches_goal")
        table.create_index("ix_goal_touches_goal_id", ["goal_id"])
        table.drop_column("held_on")
    op.drop_index("ix_activities_planned", "activities")
