"""goodbyes, the ties named there, and how it was three months later"""

import sqlalchemy as sa
from alembic import op

revision = "0058_goodbyes"
down_revision = "0057_check_ins"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "goodbyes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("look_on", sa.Date(), nullable=True),
        sa.Column("why_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("stays_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("helps_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("hard_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("error_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_goodbyes_by_id_users")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_goodbyes_client_id_clients")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goodbyes")),
    )
    op.create_table(
        "goodbye_ties",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("goodbye_id", sa.Uuid(), nullable=False),
        sa.Column("tie_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_goodbye_ties_client_id_clients")),
        sa.ForeignKeyConstraint(["goodbye_id"], ["goodbyes.id"], name=op.f("fk_goodbye_ties_goodbye_id_goodbyes")),
        sa.ForeignKeyConstraint(["tie_id"], ["ties.id"], name=op.f("fk_goodbye_ties_tie_id_ties")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goodbye_ties")),
        sa.UniqueConstraint("goodbye_id", "tie_id", name=op.f("uq_goodbye_ties_goodbye_id_tie_id")),
    )
    op.create_table(
        "look_backs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("goodbye_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("how", sa.String(length=40), nullable=False),
        sa.Column("holds", sa.String(length=40), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_look_backs_by_id_users")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_look_backs_client_id_clients")),
        sa.ForeignKeyConstraint(["goodbye_id"], ["goodbyes.id"], name=op.f("fk_look_backs_goodbye_id_goodbyes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look_backs")),
    )
    op.create_index("ix_goodbyes_client", "goodbyes", ["client_id", "held_on"], unique=False)
    op.create_index("ix_goodbyes_look_on", "goodbyes", ["look_on", "client_id"], unique=False)
    op.create_index(op.f("ix_goodbye_ties_client_id"), "goodbye_ties", ["client_id"], unique=False)
    op.create_index("ix_look_backs_goodbye", "look_backs", ["goodbye_id"], unique=False)
    op.create_index("ix_look_backs_client", "look_backs", ["client_id", "answered_on"], unique=False)


def downgrade() -> None:
    for table in ("look_backs", "goodbye_ties", "goodbyes"):
        op.drop_table(table)
