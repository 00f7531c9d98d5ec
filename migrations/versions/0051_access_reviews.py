"""reviews of who read whom, and of everybody's access"""

import sqlalchemy as sa
from alembic import op

revision = "0051_access_reviews"
down_revision = "0050_own_cards"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reading_reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("pairs", sa.Integer(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signed_by_id", sa.Uuid(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["signed_by_id"], ["users.id"], name="fk_reading_reviews_signed_by_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_reading_reviews"),
        sa.UniqueConstraint("month", name="uq_reading_reviews_month"),
    )
    op.create_table(
        "sampled_readings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reading_reviews.id"], name="fk_sampled_readings_review_id_reading_reviews"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name="fk_sampled_readings_person_id_users"),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_sampled_readings_client_id_clients"),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name="fk_sampled_readings_by_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_sampled_readings"),
        sa.UniqueConstraint(
            "review_id", "person_id", "client_id", name="uq_sampled_readings_review_id_person_id_client_id"
        ),
    )
    op.create_index("ix_sampled_readings_client_id", "sampled_readings", ["client_id"])
    op.create_table(
        "access_reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("is_right", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name="fk_access_reviews_person_id_users"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_access_reviews_team_id_teams"),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name="fk_access_reviews_by_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_access_reviews"),
        sa.UniqueConstraint("quarter", "person_id", name="uq_access_reviews_quarter_person_id"),
    )
    op.create_index("ix_access_reviews_person_id", "access_reviews", ["person_id"])


def downgrade() -> None:
    op.drop_table("access_reviews")
    op.drop_table("sampled_readings")
    op.drop_table("reading_reviews")
