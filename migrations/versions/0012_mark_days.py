"""the meeting's day beside each attendance mark, so that a client's marks are sought by day"""

import sqlalchemy as sa
from alembic import op

revision = "0012_mark_days"
down_revision = "0011_client_sets"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("attendance_marks", sa.Column("held_on", sa.Date(), nullable=True))
    op.execute(
        "UPDATE attendance_marks SET held_on ="
        " (SELECT meetings.held_on FROM meetings WHERE meetings.id = attendance_marks.meeting_id)"
    )
    with op.batch_alter_table("attendance_marks") as table:
        table.alter_column("held_on", existing_type=sa.Date(), nullable=False)
        table.drop_index("ix_attendance_marks_client")
        table.create_index("ix_attendance_marks_client", ["client_id", "held_on"])


def downgrade() -> None:
    with op.batch_alter_table("attendance_marks") as table:
        table.drop_index("ix_attendance_marks_client")
        table.create_index("ix_attendance_marks_client", ["client_id", "meeting_id"])
        table.drop_column("held_on")
