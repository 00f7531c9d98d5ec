"""people, groups and places that are followed, and their steps"""

import sqlalchemy as sa
from alembic import op

revision = "0028_ties"
down_revision = "0027_directory"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ties",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("detail_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("thought_on", sa.Date(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=True),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("group_id", sa.Uuid(), nullable=True),
        *(
            sa.Column(name, sa.Date(), nullable=True)
            for name in ("alone_on", "since_on", "lasting_on", "known_on", "faded_on", "ended_on", "ask_on")
        ),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_ties_activity_id_activities")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_ties_client_id_clients")),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_ties_goal_id_goals")),
        sa.ForeignKeyConstraint(["group_id"], ["groups.id"], name=op.f("fk_ties_group_id_groups")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ties")),
    )
    counted = ["client_id", "alone_on", "lasting_on", "ended_on", "known_on", "error_at"]
    op.create_index("ix_ties_client", "ties", counted, unique=False)
    op.create_index("ix_ties_asked", "ties", ["ask_on", "client_id"], unique=False)
    op.create_index("ix_ties_faded", "ties", ["faded_on", "client_id"], unique=False)
    op.create_table(
        "tie_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tie_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("visit_on", sa.Date(), nullable=True),
        sa.Column("along", sa.String(length=40), nullable=True),
        sa.Column("week", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(length=40), nullable=True),
        sa.Column("way_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("say_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_tie_steps_client_id_clients")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_tie_steps_created_by_id_users")),
        sa.ForeignKeyConstraint(["tie_id"], ["ties.id"], name=op.f("fk_tie_steps_tie_id_ties")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie_steps")),
    )
    op.create_index("ix_tie_steps_tie", "tie_steps", ["tie_id", "happened_on"], unique=False)
    op.create_index("ix_tie_steps_client", "tie_steps", ["client_id", "happened_on"], unique=False)


def downgrade() -> None:
    op.drop_table("tie_steps")
    op.drop_table("ties")
