"""clients for whom nothing moves: the step that was chosen, and what has helped"""

import sqlalchemy as sa
from alembic import op

revision = "0030_stuck"
down_revision = "0029_beside"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stuck_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("obstacles", sa.String(length=120), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("has_helped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stuck_answers")),
    )
    op.create_table(
        "stuck_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("still_days", sa.Integer(), nullable=True),
        sa.Column("was_fading", sa.Boolean(), nullable=False),
        sa.Column("obstacles", sa.String(length=120), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ask_on", sa.Date(), nullable=False),
        sa.Column("chosen_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by_id"], ["users.id"], name=op.f("fk_stuck_steps_answered_by_id_users")),
        sa.ForeignKeyConstraint(["chosen_by_id"], ["users.id"], name=op.f("fk_stuck_steps_chosen_by_id_users")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_stuck_steps_client_id_clients")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stuck_steps")),
    )
    op.create_index("ix_stuck_steps_client", "stuck_steps", ["client_id", "outcome", "created_at"], unique=False)


def downgrade() -> None:
    op.drop_table("stuck_steps")
    op.drop_table("stuck_answers")
