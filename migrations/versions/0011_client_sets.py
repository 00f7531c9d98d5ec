"""clients of the trail's entries in sets, each stored once, instead of a row for each client of each entry"""

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0011_client_sets"
down_revision = "0010_seeks"
branch_labels = None
depends_on = None

DIGITS = 32


def upgrade() -> None:
    op.create_table(
        "trail_client_sets",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_client_sets")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "trail_set_members",
        sa.Column("set_id", sa.LargeBinary(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["set_id"], ["trail_client_sets.id"], name=op.f("fk_trail_set_members_set_id_trail_client_sets")
        ),
        sa.PrimaryKeyConstraint("set_id", "client_id", name=op.f("pk_trail_set_members")),
        sqlite_with_rowid=False,
    )
    unguard("trail_entries")
    bytes_ = "BYTEA" if is_postgresql() else "BLOB"
    op.execute(
        f"ALTER TABLE trail_entries ADD COLUMN client_set_id {bytes_} CONSTRAINT"
        " fk_trail_entries_client_set_id_trail_client_sets REFERENCES trail_client_sets (id)"
    )
    gather_sets()
    op.create_index("ix_trail_set_members_client", "trail_set_members", ["client_id", "set_id"])
    op.create_index("ix_trail_entries_clients", "trail_entries", ["client_set_id", "id"])
    for table in ("trail_entries", "trail_client_sets", "trail_set_members"):
        guard(table)
    if not is_postgresql():
        op.execute("PRAGMA secure_delete = FAST")  # what the dropped table says is kept in the sets
    op.drop_table("trail_mentions")


def gather_sets() -> None:
    """Each entry's clients become the set with the hash that the application calculates."""
    if is_postgresql():
        hashed = "substring(sha256(string_agg(uuid_send(client_id), ''::bytea ORDER BY client_id)) FROM 1 FOR 16)"
    else:
        op.get_bind().connection.driver_connection.create_function("set_id", 1, set_id)
        hashed = "set_id(group_concat(client_id, ''))"
    op.execute(
        "CREATE TEMPORARY TABLE set_of_entry AS"
        f" SELECT entry_id, {hashed} AS set_id FROM trail_mentions GROUP BY entry_id"
    )
    op.execute("CREATE UNIQUE INDEX ix_set_of_entry ON set_of_entry (entry_id)")
    op.execute("INSERT INTO trail_client_sets (id) SELECT DISTINCT set_id FROM set_of_entry")
    op.execute(
        "INSERT INTO trail_set_members (set_id, client_id)"
        " SELECT set_id, client_id FROM trail_mentions JOIN"
        " (SELECT set_id, entry_id, row_number() OVER (PARTITION BY set_id) AS place FROM set_of_entry) AS numbered"
        " ON numbered.entry_id = trail_mentions.entry_id WHERE place = 1"
    )
    op.execute(
        "UPDATE trail_entries SET client_set_id = set_of_entry.set_id"
        " FROM set_of_entry WHERE set_of_entry.entry_id = trail_entries.id"
    )
    op.execute("DROP TABLE set_of_entry")


def set_id(clients: str) -> bytes:
    """The hash of a set on SQLite, which stores ids as 32 digits."""
    ids = sorted(clients[start : start + DIGITS] for start in range(0, len(clients), DIGITS))
    return hashlib.sha256(bytes.fromhex("".join(ids))).digest()[:16]


def is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def guard(table: str) -> None:
    """The same as for the other tables of the trail: nothing in it is changed or deleted."""
    if is_postgresql():
        op.execute(
            f"CREATE TRIGGER {table}_guard BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_trail_change()"
        )
        return
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'the trail is never changed'); END"
        )


def unguard(table: str) -> None:
    if is_postgresql():
        op.execute(f"DROP TRIGGER {table}_guard ON {table}")
        return
    for change in ("update", "delete"):
        op.execute(f"DROP TRIGGER {table}_no_{change}")


def downgrade() -> None:
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
    new_id = "gen_random_uuid()" if is_postgresql() else "lower(hex(randomblob(16)))"
    op.execute(
        f"INSERT INTO trail_mentions (id, entry_id, client_id) SELECT {new_id}, trail_entries.id, client_id"
        " FROM trail_entries JOIN trail_set_members ON set_id = client_set_id"
    )
    op.create_index("ix_trail_mentions_client", "trail_mentions", ["client_id", "entry_id"])
    op.create_index("ix_trail_mentions_entry_id", "trail_mentions", ["entry_id"])
    op.drop_index("ix_trail_entries_clients", "trail_entries")
    unguard("trail_entries")
    with op.batch_alter_table("trail_entries") as table:
        table.drop_column("client_set_id")
    op.drop_table("trail_set_members")
    op.drop_table("trail_client_sets")
    for name in ("trail_entries", "trail_mentions"):
        guard(name)
