"""the full record"""

import sqlalchemy as sa
from alembic import op

revision = "0002b"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "concerns",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("raised_by_id", sa.Uuid(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("closing_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("error_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["acknowledged_by_id"], ["users.id"], name=op.f("fk_concerns_acknowledged_by_id_users")
        ),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_concerns_client_id_clients")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["users.id"], name=op.f("fk_concerns_closed_by_id_users")),
        sa.ForeignKeyConstraint(["raised_by_id"], ["users.id"], name=op.f("fk_concerns_raised_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concerns")),
    )
    with op.batch_alter_table("concerns", schema=None) as batch_op:
        batch_op.create_index("ix_concerns_client", ["client_id", "closed_at"], unique=False)
        batch_op.create_index("ix_concerns_source", ["source_id"], unique=False)

    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("closing_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_follow_ups_client_id_clients")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["users.id"], name=op.f("fk_follow_ups_closed_by_id_users")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_follow_ups_owner_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
    )
    with op.batch_alter_table("follow_ups", schema=None) as batch_op:
        batch_op.create_index("ix_follow_ups_client", ["client_id", "state", "due_on"], unique=False)
        batch_op.create_index("ix_follow_ups_owner", ["owner_id", "state", "due_on"], unique=False)
        batch_op.create_index("ix_follow_ups_source", ["source_id"], unique=False)

    op.create_table(
        "reminders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_reminders_client_id_clients")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_reminders_created_by_id_users")),
        sa.ForeignKeyConstraint(["mentor_id"], ["users.id"], name=op.f("fk_reminders_mentor_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminders")),
    )
    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.create_index("ix_reminders_client", ["client_id", "created_at"], unique=False)
        batch_op.create_index("ix_reminders_mentor", ["mentor_id", "seen_at"], unique=False)

    op.create_table(
        "snoozes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_snoozes_client_id_clients")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_snoozes_created_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snoozes")),
    )
    with op.batch_alter_table("snoozes", schema=None) as batch_op:
        batch_op.create_index("ix_snoozes_client", ["client_id", "created_at"], unique=False)

    op.create_table(
        "supervision_points",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("outcome_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("talked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_supervision_points_client_id_clients")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_supervision_points_created_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_points")),
    )
    with op.batch_alter_table("supervision_points", schema=None) as batch_op:
        batch_op.create_index("ix_supervision_points_client", ["client_id", "talked_at"], unique=False)

    op.create_table(
        "amendments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_amendments_activity_id_activities")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_amendments_client_id_clients")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_amendments_created_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
    )
    with op.batch_alter_table("amendments", schema=None) as batch_op:
        batch_op.create_index("ix_amendments_activity", ["activity_id", "created_at"], unique=False)

    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kinds", sa.String(length=400), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("place", sa.String(length=40), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("mood", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("with_client", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("expenses", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("kilometres", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("others_present_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("went_well_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("feedback_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("safety_action_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("remark_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("clients", schema=None) as batch_op:
        batch_op.add_column(sa.Column("status_on", sa.Date(), nullable=False, server_default=sa.text("'2000-01-01'")))
        batch_op.add_column(sa.Column("meeting_every_days", sa.Integer(), nullable=True))

    with op.batch_alter_table("goal_touches", schema=None) as batch_op:
        batch_op.add_column(sa.Column("words_sealed", sa.LargeBinary(), nullable=True))

    op.execute("UPDATE clients SET status_on = date(opened_at)")


def downgrade() -> None:
    with op.batch_alter_table("goal_touches", schema=None) as batch_op:
        batch_op.drop_column("words_sealed")

    with op.batch_alter_table("clients", schema=None) as batch_op:
        batch_op.drop_column("meeting_every_days")
        batch_op.drop_column("status_on")

    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_column("noted_at")
        batch_op.drop_column("remark_sealed")
        batch_op.drop_column("safety_action_sealed")
        batch_op.drop_column("feedback_sealed")
        batch_op.drop_column("went_well_sealed")
        batch_op.drop_column("others_present_sealed")
        batch_op.drop_column("kilometres")
        batch_op.drop_column("expenses")
        batch_op.drop_column("with_client")
        batch_op.drop_column("mood")
        batch_op.drop_column("place")
        batch_op.drop_column("kinds")

    with op.batch_alter_table("amendments", schema=None) as batch_op:
        batch_op.drop_index("ix_amendments_activity")

    op.drop_table("amendments")
    with op.batch_alter_table("supervision_points", schema=None) as batch_op:
        batch_op.drop_index("ix_supervision_points_client")

    op.drop_table("supervision_points")
    with op.batch_alter_table("snoozes", schema=None) as batch_op:
        batch_op.drop_index("ix_snoozes_client")

    op.drop_table("snoozes")
    with op.batch_alter_table("reminders", schema=None) as batch_op:
        batch_op.drop_index("ix_reminders_mentor")
        batch_op.drop_index("ix_reminders_client")

    op.drop_table("reminders")
    with op.batch_alter_table("follow_ups", schema=None) as batch_op:
        batch_op.drop_index("ix_follow_ups_source")
        batch_op.drop_index("ix_follow_ups_owner")
        batch_op.drop_index("ix_follow_ups_client")

    op.drop_table("follow_ups")
    with op.batch_alter_table("concerns", schema=None) as batch_op:
        batch_op.drop_index("ix_concerns_source")
        batch_op.drop_index("ix_concerns_client")

    op.drop_table("concerns")
