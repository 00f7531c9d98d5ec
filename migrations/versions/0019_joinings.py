"""who comes to see clients, by whose word, and who confirmed it"""

import sqlalchemy as sa
from alembic import op

revision = "0019_joinings"
down_revision = "0018_folded_names"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "joinings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("deputyship_id", sa.Uuid(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["deputyship_id"], ["deputyships.id"], name="fk_joinings_deputyship_id_deputyships"),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name="fk_joinings_person_id_users"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_joinings_team_id_teams"),
        sa.PrimaryKeyConstraint("id", name="pk_joinings"),
    )
    op.create_index("ix_joinings_person_id", "joinings", ["person_id"], unique=False)
    op.create_index("ix_joinings_team", "joinings", ["team_id", "asked_at"], unique=False)


def downgrade() -> None:
    op.drop_table("joinings")
