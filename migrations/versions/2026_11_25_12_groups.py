"""groups: kind, place, capacity, waiting list, guests, moved meetings and notes"""

import sqlalchemy as sa
from alembic import op

from caseapp.db.types import UtcDateTime

revision = "0012"
down_revision = "0014"
branch_labels = None
depends_on = None

SETTLED = sa.text(
    "UPDATE meetings SET called_at = created_at WHERE status != 'held'"
    " OR EXISTS (SELECT 1 FROM attendance_marks WHERE attendance_marks.meeting_id = meetings.id)"
)


def upgrade() -> None:
    op.create_table(
        "group_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("topic_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("themes_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("next_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("written_by_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_group_notes_meeting_id_meetings")),
        sa.ForeignKeyConstraint(["written_by_id"], ["users.id"], name=op.f("fk_group_notes_written_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_notes")),
        sa.UniqueConstraint("meeting_id", name=op.f("uq_group_notes_meeting_id")),
    )
    op.create_table(
        "waits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_waits_client_id_clients")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_waits_group_id_groups")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waits")),
    )
    with op.batch_alter_table("waits", schema=None) as batch_op:
        batch_op.create_index("ix_waits_client", ["client_id"], unique=False)
        batch_op.create_index("ix_waits_group", ["group_id", "ended_at", "since_on"], unique=False)
    with op.batch_alter_table("groups", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("place", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("place_words", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("capacity", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("enough", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("starts_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("ends_on", sa.Date(), nullable=True))
    with op.batch_alter_table("facilitators", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_assistant", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("moved_to", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("others", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("called_at", UtcDateTime(), nullable=True))
    with op.batch_alter_table("attendance_marks", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_guest", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(SETTLED)
    drop_defaults()


def drop_defaults() -> None:
    """The application gives every value itself."""
    filled = {
        "groups": ("kind", "place", "place_words"),
        "facilitators": ("is_assistant",),
        "meetings": ("others",),
        "attendance_marks": ("is_guest",),
    }
    for table, columns in filled.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.alter_column(column, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("attendance_marks", schema=None) as batch_op:
        batch_op.drop_column("is_guest")
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.drop_column("called_at")
        batch_op.drop_column("others")
        batch_op.drop_column("moved_to")
    with op.batch_alter_table("facilitators", schema=None) as batch_op:
        batch_op.drop_column("is_assistant")
    with op.batch_alter_table("groups", schema=None) as batch_op:
        for column in ("ends_on", "starts_on", "enough", "capacity", "place_words", "place", "kind"):
            batch_op.drop_column(column)
    op.drop_table("waits")
    op.drop_table("group_notes")
