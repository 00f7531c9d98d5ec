"""the second step of signing in: authenticators and recovery codes"""

import sqlalchemy as sa
from alembic import op

revision = "0037_second_step"
down_revision = "0036_answers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "authenticators",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("used_step", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_authenticators_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authenticators")),
        sa.UniqueConstraint("user_id", name=op.f("uq_authenticators_user_id")),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_recovery_codes_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_codes")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_codes_code_hash")),
    )
    op.create_index(op.f("ix_recovery_codes_user_id"), "recovery_codes", ["user_id"], unique=False)
    with op.batch_alter_table("organisation", schema=None) as batch:
        batch.add_column(sa.Column("second_step_for_mentors", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("organisation", schema=None) as batch:
        batch.alter_column("second_step_for_mentors", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("organisation", schema=None) as batch:
        batch.drop_column("second_step_for_mentors")
    op.drop_table("recovery_codes")
    op.drop_table("authenticators")
