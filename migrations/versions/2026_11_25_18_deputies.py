"""who stands in for the supervisor of a team, from day to day"""

import sqlalchemy as sa
from alembic import op

import caseapp.db.types

revision = "0013"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deputyships",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("set_by_id", sa.Uuid(), nullable=True),
        sa.Column("set_at", caseapp.db.types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_deputyships_team_id_teams")),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name=op.f("fk_deputyships_person_id_users")),
        sa.ForeignKeyConstraint(["set_by_id"], ["users.id"], name=op.f("fk_deputyships_set_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputyships")),
    )
    with op.batch_alter_table("deputyships", schema=None) as batch_op:
        batch_op.create_index("ix_deputyships_team", ["team_id", "starts_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_deputyships_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("deputyships")
