"""authors' texts of instruments, as they were loaded"""

import sqlalchemy as sa
from alembic import op

revision = "0071_instrument_texts"
down_revision = "0070_group_services"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "instrument_texts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("loaded_by_id", sa.Uuid(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["loaded_by_id"], ["users.id"], name="fk_instrument_texts_loaded_by_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_instrument_texts"),
        sa.UniqueConstraint("code", "version", name="uq_instrument_texts_code_version"),
    )


def downgrade() -> None:
    op.drop_table("instrument_texts")
