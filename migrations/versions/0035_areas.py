"""areas of life in a client's own words, and the talks in which they were rated"""

import sqlalchemy as sa
from alembic import op

revision = "0035_areas"
down_revision = "0034_shortlists"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "life_areas",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_life_areas_client_id_clients")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_life_areas")),
    )
    op.create_index("ix_life_areas_client", "life_areas", ["client_id", "created_at"], unique=False)
    op.create_table(
        "area_talks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("understand_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("forward_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("options_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("agreed_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_area_talks_by_id_users")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_area_talks_client_id_clients")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_talks")),
    )
    op.create_index("ix_area_talks_client", "area_talks", ["client_id", "held_on"], unique=False)
    op.create_table(
        "area_ratings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("talk_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("is_chosen", sa.Boolean(), nullable=False),
        sa.CheckConstraint("level BETWEEN 0 AND 4", name=op.f("ck_area_ratings_level")),
        sa.ForeignKeyConstraint(["area_id"], ["life_areas.id"], name=op.f("fk_area_ratings_area_id_life_areas")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_area_ratings_client_id_clients")),
        sa.ForeignKeyConstraint(["talk_id"], ["area_talks.id"], name=op.f("fk_area_ratings_talk_id_area_talks")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_ratings")),
        sa.UniqueConstraint("talk_id", "area_id", name=op.f("uq_area_ratings_talk_id_area_id")),
    )
    op.create_index(op.f("ix_area_ratings_client_id"), "area_ratings", ["client_id"], unique=False)


def downgrade() -> None:
    for table in ("area_ratings", "area_talks", "life_areas"):
        op.drop_table(table)
