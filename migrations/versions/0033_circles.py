"""maps of circles of support"""

import sqlalchemy as sa
from alembic import op

revision = "0033_circles"
down_revision = "0032_small_wins"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "circle_snapshots",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("drawn_by", sa.String(length=40), nullable=False),
        sa.Column("ties_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_circle_snapshots_client_id_clients")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["users.id"], name=op.f("fk_circle_snapshots_recorded_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circle_snapshots")),
    )
    op.create_index("ix_circle_snapshots_client", "circle_snapshots", ["client_id", "drawn_on"], unique=False)


def downgrade() -> None:
    op.drop_table("circle_snapshots")
