"""sealed fields that could not be opened"""

import sqlalchemy as sa
from alembic import op

revision = "0014_unreadable"
down_revision = "0013_sealing_keys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unreadable_fields",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("table_name", sa.String(length=63), nullable=False),
        sa.Column("column_name", sa.String(length=63), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unreadable_fields")),
        sa.UniqueConstraint("row_id", "column_name", name=op.f("uq_unreadable_fields_row_id_column_name")),
    )


def downgrade() -> None:
    op.drop_table("unreadable_fields")
