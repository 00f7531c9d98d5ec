"""covers and transfers"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("covered_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("handover_sealed", sa.LargeBinary(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_assignments_covered_id_users"), "users", ["covered_id"], ["id"])
        batch_op.create_check_constraint(op.f("ck_assignments_cover"), "covered_id IS NULL OR ends_on IS NOT NULL")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.alter_column("version", existing_type=sa.Integer(), existing_nullable=False, server_default=None)

    op.create_table(
        "transfers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("from_assignment_id", sa.Uuid(), nullable=True),
        sa.Column("to_assignment_id", sa.Uuid(), nullable=True),
        sa.Column("from_team_id", sa.Uuid(), nullable=True),
        sa.Column("to_team_id", sa.Uuid(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_transfers_client_id_clients")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_transfers_created_by_id_users")),
        sa.ForeignKeyConstraint(
            ["from_assignment_id"], ["assignments.id"], name=op.f("fk_transfers_from_assignment_id_assignments")
        ),
        sa.ForeignKeyConstraint(["from_team_id"], ["teams.id"], name=op.f("fk_transfers_from_team_id_teams")),
        sa.ForeignKeyConstraint(["read_by_id"], ["users.id"], name=op.f("fk_transfers_read_by_id_users")),
        sa.ForeignKeyConstraint(
            ["to_assignment_id"], ["assignments.id"], name=op.f("fk_transfers_to_assignment_id_assignments")
        ),
        sa.ForeignKeyConstraint(["to_team_id"], ["teams.id"], name=op.f("fk_transfers_to_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
    )
    with op.batch_alter_table("transfers", schema=None) as batch_op:
        batch_op.create_index("ix_transfers_client", ["client_id", "created_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("transfers", schema=None) as batch_op:
        batch_op.drop_index("ix_transfers_client")

    op.drop_table("transfers")
    with op.batch_alter_table("assignments", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_assignments_cover"), type_="check")
        batch_op.drop_constraint(op.f("fk_assignments_covered_id_users"), type_="foreignkey")
        batch_op.drop_column("handover_sealed")
        batch_op.drop_column("covered_id")
        batch_op.drop_column("version")
