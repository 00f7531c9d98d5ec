"""legal holds, and orders to erase what is stored about a person"""

import sqlalchemy as sa
from alembic import op

revision = "0052_erasures"
down_revision = "0051_access_reviews"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "legal_holds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lift_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("lifted_by_id", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_legal_holds_client_id_clients"),
        sa.ForeignKeyConstraint(["set_by_id"], ["users.id"], name="fk_legal_holds_set_by_id_users"),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["users.id"], name="fk_legal_holds_lifted_by_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_legal_holds"),
    )
    op.create_index("ix_legal_holds_client_id", "legal_holds", ["client_id"])
    op.create_table(
        "erasure_orders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("kept_until", sa.Date(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_by_id", sa.Uuid(), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed", sa.Integer(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_erasure_orders_team_id_teams"),
        sa.ForeignKeyConstraint(["asked_by_id"], ["users.id"], name="fk_erasure_orders_asked_by_id_users"),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["users.id"], name="fk_erasure_orders_confirmed_by_id_users"),
        sa.ForeignKeyConstraint(["dropped_by_id"], ["users.id"], name="fk_erasure_orders_dropped_by_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_erasure_orders"),
    )
    op.create_index("ix_erasure_orders_client", "erasure_orders", ["client_id", "state"])
    op.create_index("ix_erasure_orders_state", "erasure_orders", ["state"])


def downgrade() -> None:
    op.drop_table("erasure_orders")
    op.drop_table("legal_holds")
