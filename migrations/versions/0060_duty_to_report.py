"""what somebody answered about the duty to report, and the organisation's words about it"""

import sqlalchemy as sa
from alembic import op

revision = "0060_duty_to_report"
down_revision = "0059_second_person_exports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "duty_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_duty_reports_client_id_clients"),
        sa.ForeignKeyConstraint(["concern_id"], ["concerns.id"], name="fk_duty_reports_concern_id_concerns"),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name="fk_duty_reports_by_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_duty_reports"),
        sa.UniqueConstraint("concern_id", "by_id", name="uq_duty_reports_concern_id_by_id"),
    )
    op.create_index("ix_duty_reports_client", "duty_reports", ["client_id"])
    op.create_table(
        "duty_settings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=1500), nullable=False),
        sa.Column("social_worker", sa.String(length=200), nullable=False),
        sa.Column("police", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_duty_settings"),
    )


def downgrade() -> None:
    op.drop_table("duty_settings")
    op.drop_table("duty_reports")
