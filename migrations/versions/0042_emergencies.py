"""files that were opened in an emergency"""

import sqlalchemy as sa
from alembic import op

revision = "0042_emergencies"
down_revision = "0041_whole_files"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "emergency_accesses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Uuid(), nullable=True),
        sa.Column("review_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_emergency_accesses_client_id_clients")),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_emergency_accesses_person_id_users")),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["users.id"], name=op.f("fk_emergency_accesses_reviewed_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency_accesses")),
    )
    op.create_index("ix_emergency_accesses_waiting", "emergency_accesses", ["reviewed_at", "client_id"])
    op.create_index(op.f("ix_emergency_accesses_client_id"), "emergency_accesses", ["client_id"])
    op.create_index(op.f("ix_emergency_accesses_person_id"), "emergency_accesses", ["person_id"])


def downgrade() -> None:
    op.drop_table("emergency_accesses")
