"""whole files of clients, and the passages about others that they do not show"""

import sqlalchemy as sa
from alembic import op

revision = "0041_whole_files"
down_revision = "0040_new_browsers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "whole_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("purpose_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("made_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_whole_files_client_id_clients"),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name="fk_whole_files_by_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_whole_files"),
    )
    op.create_index("ix_whole_files_client", "whole_files", ["client_id", "created_at"])
    op.create_index("ix_whole_files_state", "whole_files", ["state"])
    op.create_table(
        "blackened_passages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_blackened_passages_client_id_clients"),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name="fk_blackened_passages_by_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_blackened_passages"),
    )
    op.create_index("ix_blackened_passages_client_id", "blackened_passages", ["client_id"])


def downgrade() -> None:
    op.drop_table("blackened_passages")
    op.drop_table("whole_files")
