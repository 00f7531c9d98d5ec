"""records of many clients leave by the word of two people"""

import sqlalchemy as sa
from alembic import op

revision = "0059_second_person_exports"
down_revision = "0058_goodbyes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("batches") as table:
        table.add_column(sa.Column("people", sa.Integer(), nullable=True))
        table.add_column(sa.Column("confirm_until", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("decision", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("decided_by_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
        table.create_foreign_key("fk_batches_decided_by_id_users", "users", ["decided_by_id"], ["id"])
    with op.batch_alter_table("batch_tables") as table:
        table.add_column(sa.Column("chosen", sa.String(length=400), nullable=False, server_default=""))
    with op.batch_alter_table("batch_tables") as table:
        table.alter_column("chosen", server_default=None, existing_type=sa.String(length=400))
    op.create_table(
        "batch_teams",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name="fk_batch_teams_batch_id_batches"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_batch_teams_team_id_teams"),
        sa.PrimaryKeyConstraint("id", name="pk_batch_teams"),
        sa.UniqueConstraint("batch_id", "team_id", name="uq_batch_teams_batch_id_team_id"),
    )
    op.create_index("ix_batch_teams_team_id", "batch_teams", ["team_id"])


def downgrade() -> None:
    op.drop_table("batch_teams")
    with op.batch_alter_table("batch_tables") as table:
        table.drop_column("chosen")
    with op.batch_alter_table("batches") as table:
        table.drop_constraint("fk_batches_decided_by_id_users", type_="foreignkey")
        for name in ("decided_at", "decided_by_id", "decision", "confirm_until", "people"):
            table.drop_column(name)
