"""planned meetings, the marks of a meeting and the newest entries of a person are found in the order of an index"""

import sqlalchemy as sa
from alembic import op

revision = "0047_orders"
down_revision = "0046_requests"
branch_labels = None
depends_on = None

PLANNED = sa.text("outcome = 'planned' AND error_at IS NULL")


def upgrade() -> None:
    _planned_by("client_id", "held_on", "starts_at")
    op.create_index("ix_attendance_marks_meeting", "attendance_marks", ["meeting_id", "client_id", "is_guest", "mark"])
    op.drop_index("ix_trail_entries_actor", "trail_entries")
    op.create_index("ix_trail_entries_actor", "trail_entries", ["actor_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_trail_entries_actor", "trail_entries")
    op.create_index("ix_trail_entries_actor", "trail_entries", ["actor_id", "at"])
    op.drop_index("ix_attendance_marks_meeting", "attendance_marks")
    _planned_by("client_id", "held_on")


def _planned_by(*columns: str) -> None:
    op.drop_index("ix_activities_planned", "activities")
    where = {"sqlite_where": PLANNED, "postgresql_where": PLANNED}
    op.create_index("ix_activities_planned", "activities", columns, **where)
