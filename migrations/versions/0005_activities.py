"""notes of meetings, and what must be done next"""

import sqlalchemy as sa
from alembic import op

revision = "0005_activities"
down_revision = "0004_goals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "activities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("safety", sa.String(length=40), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("client_words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("next_step_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("next_step_on", sa.Date(), nullable=True),
        sa.Column("kinds", sa.String(length=400), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("place_words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("discreet", sa.Boolean(), nullable=False),
        sa.Column("mood", sa.Integer(), nullable=True),
        sa.Column("with_client", sa.Boolean(), nullable=False),
        sa.Column("expenses", sa.Integer(), nullable=True),
        sa.Column("kilometres", sa.Integer(), nullable=True),
        sa.Column("others_present_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("went_well_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("feedback_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("safety_action_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("remark_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error_by_id", sa.Uuid(), nullable=True),
        sa.Column("error_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("minutes BETWEEN 0 AND 1440", name=op.f("ck_activities_minutes")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_activities_client_id_clients")),
        sa.ForeignKeyConstraint(["mentor_id"], ["users.id"], name=op.f("fk_activities_mentor_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
    )
    op.create_index(op.f("ix_activities_client"), "activities", ["client_id", "held_on", "starts_at"], unique=False)
    op.create_index(op.f("ix_activities_mentor"), "activities", ["mentor_id", "held_on"], unique=False)
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
    op.create_index(op.f("ix_amendments_activity"), "amendments", ["activity_id", "created_at"], unique=False)
    op.create_table(
        "goal_touches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("movement", sa.String(length=40), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_goal_touches_activity_id_activities")
        ),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_goal_touches_client_id_clients")),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_goal_touches_goal_id_goals")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_touches")),
        sa.UniqueConstraint("activity_id", "goal_id", name=op.f("uq_goal_touches_activity_id_goal_id")),
    )
    op.create_index(op.f("ix_goal_touches_goal_id"), "goal_touches", ["goal_id"], unique=False)
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
    op.create_index(op.f("ix_follow_ups_client"), "follow_ups", ["client_id", "state", "due_on"], unique=False)
    op.create_index(op.f("ix_follow_ups_owner"), "follow_ups", ["owner_id", "state", "due_on"], unique=False)
    op.create_index(op.f("ix_follow_ups_source"), "follow_ups", ["source_id"], unique=False)
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
    op.create_index(op.f("ix_concerns_client"), "concerns", ["client_id", "closed_at"], unique=False)
    op.create_index(op.f("ix_concerns_source"), "concerns", ["source_id"], unique=False)


def downgrade() -> None:
    for table in ("concerns", "follow_ups", "goal_touches", "amendments", "activities"):
        op.drop_table(table)
