"""what was done of duties that are due again, and verifications of the trail"""

import sqlalchemy as sa
from alembic import op

revision = "0064_duties"
down_revision = "0063_incidents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "done_duties",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("duty", sa.String(length=40), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("by_whom_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reference_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("error_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["users.id"], name="fk_done_duties_recorded_by_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_done_duties"),
    )
    op.create_index("ix_done_duties_duty", "done_duties", ["duty", "done_on"])
    op.create_table(
        "trail_checks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("first_fault", sa.String(length=300), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_trail_checks"),
        sa.UniqueConstraint("day", name="uq_trail_checks_day"),
    )


def downgrade() -> None:
    op.drop_table("trail_checks")
    op.drop_table("done_duties")
