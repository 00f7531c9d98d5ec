"""readings that are to be looked at"""

import sqlalchemy as sa
from alembic import op

revision = "0049_readings"
down_revision = "0048_touches_of_a_client"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "watched_days",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("until_id", sa.Uuid(), nullable=True),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("watched_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_watched_days"),
        sa.UniqueConstraint("day", name="uq_watched_days_day"),
    )
    op.create_table(
        "unusual_readings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("word", sa.String(length=40), nullable=True),
        sa.Column("looked_by_id", sa.Uuid(), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name="fk_unusual_readings_person_id_users"),
        sa.ForeignKeyConstraint(["looked_by_id"], ["users.id"], name="fk_unusual_readings_looked_by_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_unusual_readings"),
    )
    op.create_index("ix_unusual_readings_person_id", "unusual_readings", ["person_id"])
    op.create_index("ix_unusual_readings_waiting", "unusual_readings", ["word", "began_at"])
    op.create_table(
        "unusual_reading_clients",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reading_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_id"], ["unusual_readings.id"], name="fk_unusual_reading_clients_reading_id_unusual_readings"
        ),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_unusual_reading_clients_client_id_clients"),
        sa.PrimaryKeyConstraint("id", name="pk_unusual_reading_clients"),
        sa.UniqueConstraint("reading_id", "client_id", name="uq_unusual_reading_clients_reading_id_client_id"),
    )
    op.create_index("ix_unusual_reading_clients_client_id", "unusual_reading_clients", ["client_id"])


def downgrade() -> None:
    op.drop_table("unusual_reading_clients")
    op.drop_table("unusual_readings")
    op.drop_table("watched_days")
