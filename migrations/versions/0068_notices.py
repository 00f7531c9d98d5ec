"""what clients are told about their records, in versions that stay, and who was told which"""

import sqlalchemy as sa
from alembic import op

revision = "0068_notices"
down_revision = "0067_trail_keys"
branch_labels = None
depends_on = None

REFUSED = "a notice that was published is never changed"


def upgrade() -> None:
    op.create_table(
        "privacy_notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        *(sa.Column(f"text_{code}", sa.Text(), nullable=False) for code in ("he", "ar", "ru", "en")),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["written_by_id"], ["users.id"], name="fk_privacy_notices_written_by_id_users"),
        sa.ForeignKeyConstraint(["published_by_id"], ["users.id"], name="fk_privacy_notices_published_by_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_privacy_notices"),
        sa.UniqueConstraint("number", name="uq_privacy_notices_number"),
    )
    op.create_table(
        "notice_tellings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("manner", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("back_on", sa.Date(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_notice_tellings_client_id_clients"),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["privacy_notices.id"], name="fk_notice_tellings_notice_id_privacy_notices"
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name="fk_notice_tellings_created_by_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_notice_tellings"),
    )
    op.create_index("ix_notice_tellings_client", "notice_tellings", ["client_id", "notice_id"], unique=False)
    keep_published()


def keep_published() -> None:
    if is_postgresql():
        op.execute(
            "CREATE FUNCTION refuse_notice_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF OLD.published_at IS NOT NULL THEN RAISE EXCEPTION '{REFUSED}'; END IF; "
            "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
        )
        op.execute(
            "CREATE TRIGGER privacy_notices_published BEFORE UPDATE OR DELETE ON privacy_notices "
            "FOR EACH ROW EXECUTE FUNCTION refuse_notice_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER privacy_notices_no_{change.lower()} BEFORE {change} ON privacy_notices "
            f"WHEN OLD.published_at IS NOT NULL BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )


def is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def downgrade() -> None:
    op.drop_table("notice_tellings")
    op.drop_table("privacy_notices")
    if is_postgresql():
        op.execute("DROP FUNCTION refuse_notice_change()")
