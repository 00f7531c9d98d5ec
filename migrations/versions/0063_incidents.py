"""incidents, and who was told of them"""

import sqlalchemy as sa
from alembic import op

revision = "0063_incidents"
down_revision = "0062_passkeys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("severity", sa.String(length=40), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("tells_people", sa.Boolean(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("data_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("measures_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["closed_by_id"], ["users.id"], name="fk_incidents_closed_by_id_users"),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name="fk_incidents_created_by_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
    )
    op.create_table(
        "incident_tellings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("whom", sa.String(length=40), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name="fk_incident_tellings_by_id_users"),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name="fk_incident_tellings_incident_id_incidents"),
        sa.PrimaryKeyConstraint("id", name="pk_incident_tellings"),
    )
    op.create_index("ix_incident_tellings_incident_id", "incident_tellings", ["incident_id"])


def downgrade() -> None:
    op.drop_table("incident_tellings")
    op.drop_table("incidents")
