"""what an installation knows of itself, and the trail, which is never changed"""

import sqlalchemy as sa
from alembic import op

revision = "0001_installation"
down_revision = None
branch_labels = None
depends_on = None

GUARDED = ("trail_entries", "trail_mentions", "trail_anchors")


def upgrade() -> None:
    op.create_table(
        "installation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_check", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotency_keys")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("accessibility_contact", sa.String(length=200), nullable=False),
        sa.Column("accessibility_on", sa.Date(), nullable=True),
        sa.Column("has_hebrew_dates", sa.Boolean(), nullable=False),
        sa.Column("thresholds", sa.Text(), nullable=False),
        sa.Column("logo", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_table(
        "list_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("list_kind", sa.String(length=40), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_hidden", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_entries")),
        sa.UniqueConstraint("list_kind", "code", name=op.f("uq_list_entries_list_kind_code")),
    )
    op.create_table(
        "trail_chains",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_chains")),
    )
    op.create_table(
        "trail_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=True),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["chain_id"], ["trail_chains.id"], name=op.f("fk_trail_entries_chain_id_trail_chains")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_entries")),
    )
    op.create_index(op.f("ix_trail_entries_actor"), "trail_entries", ["actor_id", "at"], unique=False)
    op.create_index(op.f("ix_trail_entries_chain"), "trail_entries", ["chain_id", "seq"], unique=True)
    op.create_table(
        "trail_mentions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["trail_entries.id"], name=op.f("fk_trail_mentions_entry_id_trail_entries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_mentions")),
    )
    op.create_index(op.f("ix_trail_mentions_client"), "trail_mentions", ["client_id", "entry_id"], unique=False)
    op.create_index(op.f("ix_trail_mentions_entry_id"), "trail_mentions", ["entry_id"], unique=False)
    op.create_table(
        "trail_anchors",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_anchors")),
    )
    guard_trail()


def guard_trail() -> None:
    """What is in the trail is never changed and never deleted, on either engine."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_trail_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the trail is never changed'; END $$"
        )
    for table in GUARDED:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(
                f"CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_trail_change()"
            )
            continue
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the trail is never changed'); END"
            )


def downgrade() -> None:
    for table in (
        "trail_anchors",
        "trail_mentions",
        "trail_entries",
        "trail_chains",
        "list_entries",
        "organisation",
        "idempotency_keys",
        "installation",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_trail_change()")
