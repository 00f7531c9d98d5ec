"""goals, their ladders, steps and ratings"""

import sqlalchemy as sa
from alembic import op

revision = "0004_goals"
down_revision = "0003_clients"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "goals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("domain", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("baseline", sa.Integer(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("target_on", sa.Date(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("agreed_how", sa.String(length=40), nullable=True),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("ladder_number", sa.Integer(), nullable=False),
        sa.Column("barriers", sa.String(length=200), nullable=False),
        sa.Column("chime", sa.String(length=80), nullable=False),
        sa.Column("error_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("why_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("strengths_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("barrier_words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("supports_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("client_words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("wording_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ladder_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("baseline BETWEEN -2 AND 2", name=op.f("ck_goals_baseline")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_goals_client_id_clients")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goals")),
    )
    op.create_index(op.f("ix_goals_client"), "goals", ["client_id", "status"], unique=False)
    op.create_table(
        "former_ladders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("baseline", sa.Integer(), nullable=False),
        sa.Column("ladder_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["changed_by_id"], ["users.id"], name=op.f("fk_former_ladders_changed_by_id_users")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_former_ladders_client_id_clients")),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_former_ladders_goal_id_goals")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_ladders")),
        sa.UniqueConstraint("goal_id", "number", name=op.f("uq_former_ladders_goal_id_number")),
    )
    op.create_index(op.f("ix_former_ladders_client_id"), "former_ladders", ["client_id"], unique=False)
    op.create_table(
        "goal_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["changed_by_id"], ["users.id"], name=op.f("fk_goal_changes_changed_by_id_users")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_goal_changes_client_id_clients")),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_goal_changes_goal_id_goals")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_changes")),
    )
    op.create_index(op.f("ix_goal_changes_client_id"), "goal_changes", ["client_id"], unique=False)
    op.create_index(op.f("ix_goal_changes_goal"), "goal_changes", ["goal_id", "created_at"], unique=False)
    op.create_table(
        "goal_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        sa.Column("drop_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_goal_steps_client_id_clients")),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_goal_steps_goal_id_goals")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_steps")),
    )
    op.create_index(op.f("ix_goal_steps_client_id"), "goal_steps", ["client_id"], unique=False)
    op.create_index(op.f("ix_goal_steps_goal"), "goal_steps", ["goal_id", "created_at"], unique=False)
    op.create_table(
        "ratings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("rated_on", sa.Date(), nullable=False),
        sa.Column("ladder_number", sa.Integer(), nullable=False),
        sa.Column("mentor_level", sa.Integer(), nullable=False),
        sa.Column("client_level", sa.Integer(), nullable=True),
        sa.Column("evidence_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("rated_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "client_level IS NULL OR client_level BETWEEN -2 AND 2", name=op.f("ck_ratings_client_level")
        ),
        sa.CheckConstraint("mentor_level BETWEEN -2 AND 2", name=op.f("ck_ratings_mentor_level")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_ratings_client_id_clients")),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_ratings_goal_id_goals")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ratings")),
    )
    op.create_index(op.f("ix_ratings_client"), "ratings", ["client_id", "rated_on"], unique=False)
    op.create_index(op.f("ix_ratings_goal"), "ratings", ["goal_id", "rated_on"], unique=False)


def downgrade() -> None:
    for table in ("ratings", "goal_steps", "goal_changes", "former_ladders", "goals"):
        op.drop_table(table)
