"""entries of the last 24 months stay whatever is signed for, and groups of clients go with their last entry"""

from alembic import op

revision = "0069_purge_guard"
down_revision = "0068_notices"
branch_labels = None
depends_on = None

REFUSED = "the trail is never changed"
IS_KEPT = (
    "NOT EXISTS (SELECT 1 FROM trail_purged WHERE trail_purged.chain_id = OLD.chain_id AND trail_purged.seq >= OLD.seq)"
)
# A day less than 24 months, because the clocks of a server and of its database differ.
IS_YOUNG = "OLD.at > strftime('%Y-%m-%d %H:%M:%f', 'now', '-24 months', '+1 day')"
IS_YOUNG_THERE = "OLD.at > now() - interval '24 months' + interval '1 day'"
SETS = {"trail_client_sets": "id", "trail_set_members": "set_id"}


def upgrade() -> None:
    if is_postgresql():
        on_removal(f"{IS_KEPT} OR {IS_YOUNG_THERE}")
        for table, column in SETS.items():
            op.execute(f"DROP TRIGGER {table}_guard ON {table}")
            op.execute(
                f"CREATE TRIGGER {table}_guard BEFORE UPDATE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_trail_change()"
            )
            op.execute(
                f"CREATE FUNCTION refuse_{table}_removal() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN IF {is_named(column)} THEN RAISE EXCEPTION '{REFUSED}'; END IF; RETURN OLD; END $$"
            )
            op.execute(
                f"CREATE TRIGGER {table}_removal BEFORE DELETE ON {table} "
                f"FOR EACH ROW EXECUTE FUNCTION refuse_{table}_removal()"
            )
        return
    refuse_deletion("trail_entries", f"WHEN {IS_KEPT} OR {IS_YOUNG} ")
    for table, column in SETS.items():
        refuse_deletion(table, f"WHEN {is_named(column)} ")


def is_named(column: str) -> str:
    return f"EXISTS (SELECT 1 FROM trail_entries WHERE trail_entries.client_set_id = OLD.{column})"


def on_removal(condition: str) -> None:
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_trail_removal() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {condition} THEN RAISE EXCEPTION '{REFUSED}'; END IF; RETURN OLD; END $$"
    )


def refuse_deletion(table: str, condition: str) -> None:
    op.execute(f"DROP TRIGGER {table}_no_delete")
    op.execute(
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {condition}"
        f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    )


def is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def downgrade() -> None:
    if is_postgresql():
        on_removal(IS_KEPT)
        for table in SETS:
            op.execute(f"DROP TRIGGER {table}_removal ON {table}")
            op.execute(f"DROP FUNCTION refuse_{table}_removal()")
            op.execute(f"DROP TRIGGER {table}_guard ON {table}")
            op.execute(
                f"CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_trail_change()"
            )
        return
    refuse_deletion("trail_entries", f"WHEN {IS_KEPT} ")
    for table in SETS:
        refuse_deletion(table, "")
