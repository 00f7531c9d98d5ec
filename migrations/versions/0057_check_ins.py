"""four questions by a one-time link, and the emergency numbers that its page names"""

import sqlalchemy as sa
from alembic import op

revision = "0057_check_ins"
down_revision = "0056_fitness"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "check_ins",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("sent_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wants_call", sa.Boolean(), nullable=False),
        sa.Column("measure_id", sa.Uuid(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_check_ins_client_id_clients")),
        sa.ForeignKeyConstraint(["consent_id"], ["consents.id"], name=op.f("fk_check_ins_consent_id_consents")),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignments.id"], name=op.f("fk_check_ins_assignment_id_assignments")
        ),
        sa.ForeignKeyConstraint(["sent_by_id"], ["users.id"], name=op.f("fk_check_ins_sent_by_id_users")),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measures_taken.id"], name=op.f("fk_check_ins_measure_id_measures_taken")
        ),
        sa.ForeignKeyConstraint(["seen_by_id"], ["users.id"], name=op.f("fk_check_ins_seen_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_check_ins_secret_hash")),
    )
    op.create_index("ix_check_ins_client", "check_ins", ["client_id", "answered_at", "seen_at"], unique=False)
    with op.batch_alter_table("organisation") as batch:
        batch.add_column(sa.Column("emergency_numbers", sa.String(length=200), nullable=False, server_default=""))
    with op.batch_alter_table("organisation") as batch:
        batch.alter_column("emergency_numbers", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("organisation") as batch:
        batch.drop_column("emergency_numbers")
    op.drop_table("check_ins")
