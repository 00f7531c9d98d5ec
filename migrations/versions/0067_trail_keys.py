"""which key writes the trail, and what was removed from it by a signed entry"""

import sqlalchemy as sa
from alembic import op

revision = "0067_trail_keys"
down_revision = "0066_processors"
branch_labels = None
depends_on = None

REFUSED = "the trail is never changed"
IS_KEPT = (
    "NOT EXISTS (SELECT 1 FROM trail_purged WHERE trail_purged.chain_id = OLD.chain_id AND trail_purged.seq >= OLD.seq)"
)


def upgrade() -> None:
    op.add_column("installation", sa.Column("trail_check", sa.LargeBinary(), nullable=True))
    op.create_table(
        "trail_purged",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purge", sa.Integer(), nullable=False),
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.Column("key_name", sa.String(length=16), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["chain_id"], ["trail_chains.id"], name="fk_trail_purged_chain_id_trail_chains"),
        sa.PrimaryKeyConstraint("id", name="pk_trail_purged"),
    )
    op.create_index("ix_trail_purged_chain", "trail_purged", ["chain_id", "seq"], unique=True)
    guard_purged()
    if is_postgresql():
        op.execute("DROP TRIGGER trail_entries_guard ON trail_entries")
        op.execute(
            "CREATE FUNCTION refuse_trail_removal() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF {IS_KEPT} THEN RAISE EXCEPTION '{REFUSED}'; END IF; RETURN OLD; END $$"
        )
        op.execute(
            "CREATE TRIGGER trail_entries_guard BEFORE UPDATE OR TRUNCATE ON trail_entries "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_trail_change()"
        )
        op.execute(
            "CREATE TRIGGER trail_entries_removal BEFORE DELETE ON trail_entries "
            "FOR EACH ROW EXECUTE FUNCTION refuse_trail_removal()"
        )
        return
    op.execute("DROP TRIGGER trail_entries_no_delete")
    op.execute(
        f"CREATE TRIGGER trail_entries_no_delete BEFORE DELETE ON trail_entries WHEN {IS_KEPT} "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    )


def is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def guard_purged() -> None:
    """The same as for the other tables of the trail: nothing in it is changed or deleted."""
    if is_postgresql():
        op.execute(
            "CREATE TRIGGER trail_purged_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON trail_purged "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_trail_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER trail_purged_no_{change.lower()} BEFORE {change} ON trail_purged "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )


def downgrade() -> None:
    if is_postgresql():
        for trigger in ("guard", "removal"):
            op.execute(f"DROP TRIGGER trail_entries_{trigger} ON trail_entries")
        op.execute("DROP FUNCTION refuse_trail_removal()")
        op.execute(
            "CREATE TRIGGER trail_entries_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON trail_entries "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_trail_change()"
        )
    else:
        op.execute("DROP TRIGGER trail_entries_no_delete")
        op.execute(
            "CREATE TRIGGER trail_entries_no_delete BEFORE DELETE ON trail_entries "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        )
    op.drop_table("trail_purged")
    with op.batch_alter_table("installation") as table:
        table.drop_column("trail_check")
