"""goals from their steps to their ladders"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
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
    with op.batch_alter_table("former_ladders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_former_ladders_client_id"), ["client_id"], unique=False)

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
    with op.batch_alter_table("goal_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goal_changes_client_id"), ["client_id"], unique=False)
        batch_op.create_index("ix_goal_changes_goal", ["goal_id", "created_at"], unique=False)

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
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_goal_steps_client_id_clients")),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_goal_steps_goal_id_goals")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_steps")),
    )
    with op.batch_alter_table("goal_steps", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goal_steps_client_id"), ["client_id"], unique=False)
        batch_op.create_index("ix_goal_steps_goal", ["goal_id", "created_at"], unique=False)

    with op.batch_alter_table("goals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("review_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("agreed_how", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("weight", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("ladder_number", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("barriers", sa.String(length=200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("why_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("strengths_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("barrier_words_sealed", sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column("supports_sealed", sa.LargeBinary(), nullable=True))

    with op.batch_alter_table("ratings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("ladder_number", sa.Integer(), nullable=False, server_default="1"))

    with op.batch_alter_table("goals", schema=None) as batch_op:
        for filled in ("weight", "ladder_number", "barriers"):
            batch_op.alter_column(filled, server_default=None)
    with op.batch_alter_table("ratings", schema=None) as batch_op:
        batch_op.alter_column("ladder_number", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("ratings", schema=None) as batch_op:
        batch_op.drop_column("ladder_number")

    with op.batch_alter_table("goals", schema=None) as batch_op:
        batch_op.drop_column("supports_sealed")
        batch_op.drop_column("barrier_words_sealed")
        batch_op.drop_column("strengths_sealed")
        batch_op.drop_column("why_sealed")
        batch_op.drop_column("barriers")
        batch_op.drop_column("ladder_number")
        batch_op.drop_column("weight")
        batch_op.drop_column("agreed_how")
        batch_op.drop_column("review_on")

    with op.batch_alter_table("goal_steps", schema=None) as batch_op:
        batch_op.drop_index("ix_goal_steps_goal")
        batch_op.drop_index(batch_op.f("ix_goal_steps_client_id"))

    op.drop_table("goal_steps")
    with op.batch_alter_table("goal_changes", schema=None) as batch_op:
        batch_op.drop_index("ix_goal_changes_goal")
        batch_op.drop_index(batch_op.f("ix_goal_changes_client_id"))

    op.drop_table("goal_changes")
    with op.batch_alter_table("former_ladders", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_former_ladders_client_id"))

    op.drop_table("former_ladders")
