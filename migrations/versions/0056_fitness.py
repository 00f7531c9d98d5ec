"""papers of mentors: the kinds that are asked for, and what was seen of whom"""

import sqlalchemy as sa
from alembic import op

revision = "0056_fitness"
down_revision = "0055_representation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fitness_kinds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("source", sa.String(length=400), nullable=False),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_fitness_kinds"),
        sa.UniqueConstraint("code", name="uq_fitness_kinds_code"),
    )
    op.create_table(
        "fitness_papers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("is_exempt", sa.Boolean(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("seen_by_id", sa.Uuid(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["users.id"], name="fk_fitness_papers_person_id_users"),
        sa.ForeignKeyConstraint(["seen_by_id"], ["users.id"], name="fk_fitness_papers_seen_by_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_fitness_papers"),
    )
    op.create_index("ix_fitness_papers_person", "fitness_papers", ["person_id", "kind"])
    op.add_column("organisation", sa.Column("fit_rule_from", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("organisation") as organisation:
        organisation.drop_column("fit_rule_from")
    op.drop_table("fitness_papers")
    op.drop_table("fitness_kinds")
