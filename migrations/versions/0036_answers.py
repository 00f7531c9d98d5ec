"""what clients answer to goals, plans and reports, and what they are still to be asked"""

import sqlalchemy as sa
from alembic import op
from uuid_utils.compat import uuid7

revision = "0036_answers"
down_revision = "0035_areas"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table = op.create_table(
        "client_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=True),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("agreement", sa.String(length=40), nullable=False),
        sa.Column("is_waiting", sa.Boolean(), nullable=False),
        sa.Column("by_client", sa.Boolean(), nullable=False),
        sa.Column("own_words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("taken_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_client_answers_client_id_clients")),
        sa.ForeignKeyConstraint(["goal_id"], ["goals.id"], name=op.f("fk_client_answers_goal_id_goals")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_client_answers_report_id_reports")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["users.id"], name=op.f("fk_client_answers_taken_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_answers")),
    )
    op.create_index("ix_client_answers_client", "client_answers", ["client_id", "created_at"], unique=False)
    op.create_index("ix_client_answers_waiting", "client_answers", ["is_waiting", "client_id"], unique=False)
    _ask_again(table)


def _ask_again(table: sa.Table) -> None:
    """Who could not be asked about a report before is asked now."""
    parts = sa.table(
        "client_parts",
        sa.column("report_id", sa.Uuid()),
        sa.column("client_id", sa.Uuid()),
        sa.column("agreement", sa.String()),
        sa.column("taken_by_id", sa.Uuid()),
        sa.column("taken_at", sa.DateTime(timezone=True)),
    )
    bind = op.get_bind()
    latest = {row.report_id: row for row in bind.execute(sa.select(parts).order_by(parts.c.taken_at))}
    for row in latest.values():
        if row.agreement == "not_asked":
            values = {"client_id": row.client_id, "report_id": row.report_id, "taken_by_id": row.taken_by_id}
            said = {"subject": "report", "agreement": "not_asked", "is_waiting": True, "by_client": False}
            when = {"answered_on": row.taken_at.date(), "created_at": row.taken_at}
            bind.execute(table.insert().values(id=uuid7(), **values, **said, **when))


def downgrade() -> None:
    op.drop_table("client_answers")
