"""names of other people in a report, and Hebrew dates as the organisation's choice"""

import sqlalchemy as sa
from alembic import op

import caseapp.db.types

revision = "0021"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "report_names",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("instead", sa.String(length=40), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", caseapp.db.types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_names_report_id_reports")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_report_names_client_id_clients")),
        sa.ForeignKeyConstraint(["added_by_id"], ["users.id"], name=op.f("fk_report_names_added_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_names")),
    )
    with op.batch_alter_table("report_names", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_names_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_names_report_id"), ["report_id"], unique=False)
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("has_hebrew_dates", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.alter_column("has_hebrew_dates", existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_column("has_hebrew_dates")
    op.drop_table("report_names")
