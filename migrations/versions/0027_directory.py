"""sources of support"""

import sqlalchemy as sa
from alembic import op

revision = "0027_directory"
down_revision = "0024_messengers"
branch_labels = None
depends_on = None

TEXTS = {
    "organisation": 120,
    "about": 600,
    "for_whom": 200,
    "interests": 500,
    "languages": 40,
    "area": 120,
    "place": 120,
    "address": 200,
    "weekdays": 20,
    "when_words": 200,
    "bus": 200,
    "way_in_words": 200,
    "cost": 200,
    "discretion": 200,
    "contact": 120,
    "phone": 40,
    "email": 120,
    "website": 200,
}


def upgrade() -> None:
    op.create_table(
        "support_sources",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        *(sa.Column(name, sa.String(length=length), nullable=False) for name, length in TEXTS.items()),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("ends_at", sa.Time(), nullable=True),
        *(sa.Column(name, sa.String(length=40), nullable=True) for name in ("way_in", "noise", "light")),
        sa.Column("is_over", sa.Boolean(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["users.id"], name="fk_support_sources_confirmed_by_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_support_sources"),
    )
    op.create_index("ix_support_sources_confirmed_by_id", "support_sources", ["confirmed_by_id"])


def downgrade() -> None:
    op.drop_table("support_sources")
